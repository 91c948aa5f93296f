package org.entrain.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that events of released versions were written with, packaged from the folder {@code
 * schemas/released}: one folder a version, named in its file {@code versions}, oldest first, with
 * one self-contained file a type.
 */
final class ReleasedSchemas {

  private static final String FOLDER = "released/";

  private ReleasedSchemas() {}

  /** Versions whose schemas are packaged, oldest first. */
  static List<String> versions() {
    String text = read("versions");
    if (text == null) {
      throw new IllegalStateException("the list of released schemas is not packaged");
    }
    return text.lines().filter(line -> !line.isBlank()).toList();
  }

  /** What a type of event was in every released version that has it, oldest first. */
  static List<Schema> of(String type) {
    List<Schema> schemas = new ArrayList<>();
    for (String version : versions()) {
      String text = read(version + "/" + type + ".avsc");
      if (text != null) {
        schemas.add(new Schema.Parser().parse(text));
      }
    }
    return schemas;
  }

  private static @Nullable String read(String name) {
    try (InputStream in = ReleasedSchemas.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the packaged schema " + name, e);
    }
  }
}
