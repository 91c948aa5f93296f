package org.entrain.app.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.entrain.common.InvalidInputException;

/**
 * A file of a checkpoint, as far as it can be known without reading it.
 *
 * @param name in the checkpoint's folder
 * @param bytes its size
 * @param modified when it was written last, ISO 8601
 */
record SourceFile(String name, long bytes, String modified) {

  /** All files of a checkpoint's folder, by name; none if it is gone. */
  static List<SourceFile> of(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> listed = Files.list(folder)) {
      List<SourceFile> files = new ArrayList<>();
      for (Path file : listed.filter(Files::isRegularFile).sorted().toList()) {
        String modified = Files.getLastModifiedTime(file).toString();
        files.add(new SourceFile(file.toFile().getName(), Files.size(file), modified));
      }
      return List.copyOf(files);
    } catch (IOException e) {
      throw new InvalidInputException(
          folder.toString(),
          "files",
          "a readable folder",
          e.toString(),
          "Allow reading it, or leave the checkpoint out.",
          e);
    }
  }
}
