package org.entrain.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * Writes the schemas of a release, when {@code schemas/release VERSION} asks for it by name: no
 * test run has this class.
 */
class SchemaRelease {

  private static final Path FOLDER = Path.of("released");

  @Test
  void release_writesEverySchema() throws IOException {
    String version = System.getProperty("schemas.release", "");
    assertThat(version).matches("[0-9][0-9A-Za-z.-]*");
    Path folder = Files.createDirectories(FOLDER.resolve(version));
    for (Topic<?> topic : new Topics(1).all()) {
      Schema schema = topic.values().schema();
      Files.writeString(
          folder.resolve(schema.getName() + ".avsc"),
          withoutJavaTypes(schema).toString(true) + "\n");
    }
    List<String> versions = new ArrayList<>();
    Path list = FOLDER.resolve("versions");
    if (Files.exists(list)) {
      versions.addAll(Files.readAllLines(list));
    }
    if (!versions.contains(version)) {
      versions.add(version);
    }
    Files.write(list, versions);
  }

  /** The schema as it was declared: the generated classes add how Java holds a string. */
  private static Schema withoutJavaTypes(Schema schema) {
    return new Schema.Parser()
        .parse(
            schema
                .toString()
                .replaceAll(
                    "\\{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\""));
  }
}
