package org.entrain.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.entrain.app.command.CommandRunner;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Files of the deployment as trees, with anchors and merges resolved, and schemas to hold them
 * against.
 */
final class Documents {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  /** A file of the repository. */
  static Path file(String path) {
    return CommandRunner.HOME.resolve(path).normalize();
  }

  /** Its text. */
  static String text(String path) {
    try {
      return Files.readString(file(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a YAML or JSON file. */
  static List<JsonNode> all(String path) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(options)).loadAll(text(path))) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }

  /** The only document of a file. */
  static JsonNode one(String path) {
    List<JsonNode> documents = all(path);
    assertThat(documents).as(path).hasSize(1);
    return documents.get(0);
  }

  /** A schema among the test's resources. */
  static ObjectNode schema(String name) {
    try (InputStream in = Documents.class.getResourceAsStream(name)) {
      ObjectNode schema = (ObjectNode) JSON.readTree(in);
      // The Compose one calls itself by a relative name, which the validator refuses.
      schema.remove("$id");
      return schema;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says so where a document is not as its schema has it. */
  static void conforms(String what, JsonNode document, ObjectNode schema) {
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(document))
        .as(what)
        .isEmpty();
  }

  static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  static List<String> texts(JsonNode list) {
    return elements(list).map(JsonNode::asText).toList();
  }
}
