package org.entrain.producers.annotations;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.producers.annotations.Annotations.WordProperties;

/** Writes tables that {@link AnnotationTable} reads. */
public final class AnnotationTableWriter {

  private AnnotationTableWriter() {}

  /**
   * Writes a new file.
   *
   * @param words the words' texts, as the stimulus has them
   * @throws IOException if it is there already or cannot be written; what was begun is removed
   */
  public static void write(Path path, List<String> words, Annotations annotations)
      throws IOException {
    Files.createFile(path);
    try (BufferedWriter writer = Files.newBufferedWriter(path)) {
      List<String> header = new ArrayList<>(List.of("index", "word"));
      boolean sentences = !annotations.sentences().isEmpty();
      if (sentences) {
        header.add("sentence");
      }
      for (String property : annotations.properties()) {
        header.add(property);
        header.add(property + ".raw");
      }
      line(writer, header);
      for (int i = 0; i < words.size(); i++) {
        WordProperties word = annotations.words().get(i);
        List<String> row = new ArrayList<>(List.of(String.valueOf(i), words.get(i)));
        if (sentences) {
          row.add(annotations.sentences().get(i).toString());
        }
        for (String property : annotations.properties()) {
          row.add(word.classes().getOrDefault(property, ""));
          row.add(word.raw().getOrDefault(property, ""));
        }
        line(writer, row);
      }
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private static void line(BufferedWriter writer, List<String> fields) throws IOException {
    writer.write(String.join("\t", fields));
    writer.write('\n');
  }
}
