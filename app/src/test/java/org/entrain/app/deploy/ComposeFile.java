package org.entrain.app.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * docker-compose.yml, as it is without any variable set.
 *
 * @param root the whole document
 * @param services services by name
 */
record ComposeFile(JsonNode root, Map<String, JsonNode> services) {

  static final String PATH = "docker-compose.yml";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\w+(:-|:\\?)([^}]*)}");

  /** The file of the repository. */
  static ComposeFile read() {
    JsonNode root = filled(Documents.one(PATH));
    Map<String, JsonNode> services = new TreeMap<>();
    root.get("services").properties().forEach(each -> services.put(each.getKey(), each.getValue()));
    return new ComposeFile(root, services);
  }

  /** Puts defaults in; what a user has to set becomes FOLDER. */
  private static JsonNode filled(JsonNode node) {
    if (node instanceof TextNode) {
      Matcher matcher = VARIABLE.matcher(node.asText());
      return new TextNode(
          matcher.replaceAll(
              found ->
                  Matcher.quoteReplacement(
                      found.group(1).equals(":-") ? found.group(2) : "FOLDER")));
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(each -> each.setValue(filled(each.getValue())));
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        ((ArrayNode) node).set(i, filled(node.get(i)));
      }
    }
    return node;
  }

  /** Services that run entrain. */
  Map<String, JsonNode> entrain() {
    Map<String, JsonNode> ours = new TreeMap<>(services);
    ours.values().removeIf(service -> !service.get("image").asText().startsWith("entrain:"));
    return ours;
  }

  /** What a service of ours tells entrain. */
  static Arguments arguments(JsonNode service) {
    List<String> words = new ArrayList<>(Documents.texts(service.path("entrypoint")));
    words.remove("/entrain/start");
    words.addAll(Documents.texts(service.path("command")));
    Map<String, String> mounted = new TreeMap<>();
    for (String volume : Documents.texts(service.path("volumes"))) {
      String[] parts = volume.split(":");
      if (parts.length > 1) {
        mounted.put(parts[1], parts[0]);
      }
    }
    return Arguments.of(words, mounted);
  }
}
