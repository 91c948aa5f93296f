package org.entrain.producers.yaml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.entrain.common.InvalidInputException;
import org.entrain.common.SmallFile;
import org.entrain.common.Unreadable;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a YAML file. Reading a key marks it as known; {@link #finish} on the outermost
 * section refuses keys that nobody asked for, together with every other fault. Until then a faulty
 * value reads as a harmless one, so that reading can go on.
 */
public final class Section {

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A manifest of a thousand participants has a tenth of it. */
  private static final int MAX_BYTES = 1 << 20;

  private final String path;
  private final JsonNode node;
  private final Faults faults;
  private final Set<String> known = new TreeSet<>();
  private final List<Section> children;

  private Section(String path, JsonNode node, Faults faults, List<Section> children) {
    this.path = path;
    this.node = node;
    this.faults = faults;
    this.children = children;
    children.add(this);
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it is missing, above a megabyte, or no YAML mapping
   */
  public static Section read(Path path) {
    String file = path.toString();
    JsonNode root;
    try {
      root = YAML.readTree(SmallFile.text(path, MAX_BYTES));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file,
          "line " + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()),
          "YAML",
          e.getOriginalMessage().lines().findFirst().orElse("something else"),
          "Correct the file.",
          e);
    } catch (IOException e) {
      throw Unreadable.refusal(path, "a YAML file in UTF-8", e);
    }
    if (root == null || !root.isObject()) {
      throw new InvalidInputException(
          file, "file", "a mapping of keys", "none", "Write it as `key: value` lines.");
    }
    return new Section("", root, new Faults(file), new ArrayList<>());
  }

  public boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** Whether the key is there and a mapping. */
  public boolean hasMapping(String key) {
    return node.path(key).isObject();
  }

  /** Keys of this mapping, in the file's order. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** A mapping that must be there. */
  public Section section(String key) {
    return new Section(name(key), required(key, JsonNode::isObject, "a mapping"), faults, children);
  }

  /** A mapping; absent is as empty. */
  public Section optionalSection(String key) {
    known.add(key);
    return has(key)
        ? section(key)
        : new Section(name(key), JsonNodeFactory.instance.objectNode(), faults, children);
  }

  /** A list of mappings that must be there. */
  public List<Section> sections(String key) {
    JsonNode list = required(key, n -> n.isArray() && !n.isEmpty(), "a list of mappings");
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String at = name(key) + "[" + i + "]";
      if (list.get(i).isObject()) {
        sections.add(new Section(at, list.get(i), faults, children));
      } else {
        fault(at, "a mapping", list.get(i));
      }
    }
    return sections;
  }

  public String text(String key) {
    return required(key, n -> n.isValueNode() && !n.asText().isBlank(), "a text").asText();
  }

  public @Nullable String optionalText(String key) {
    known.add(key);
    return has(key) ? text(key) : null;
  }

  /** One of some words; absent is the first. */
  public String choice(String key, String... choices) {
    known.add(key);
    if (!has(key)) {
      return choices[0];
    }
    List<String> list = List.of(choices);
    JsonNode found =
        required(key, n -> list.contains(n.asText()), "one of " + String.join(", ", choices));
    return found.isMissingNode() ? choices[0] : found.asText();
  }

  /** A finite number that must be there. */
  public double number(String key, boolean positive) {
    return required(
            key,
            n -> n.isNumber() && Double.isFinite(n.asDouble()) && (!positive || n.asDouble() > 0),
            positive ? "a number above 0" : "a number")
        .asDouble();
  }

  /** A whole number that must be there and be at least {@code least}. */
  public int count(String key, int least) {
    return required(
            key,
            n -> n.canConvertToInt() && n.isInt() && n.asInt() >= least,
            "a whole number from " + least)
        .asInt(least);
  }

  /** A whole number from 0; absent is 0. */
  public int optionalCount(String key) {
    known.add(key);
    return has(key) ? count(key, 0) : 0;
  }

  /** {@code true} or {@code false}; absent is false. */
  public boolean flag(String key) {
    known.add(key);
    return has(key) && required(key, JsonNode::isBoolean, "true or false").asBoolean();
  }

  /** A list of texts; null if absent. */
  public @Nullable List<String> optionalTexts(String key) {
    known.add(key);
    if (!has(key)) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : required(key, JsonNode::isArray, "a list of texts")) {
      if (item.isValueNode()) {
        texts.add(item.asText());
      } else {
        fault(name(key), "a list of texts", item);
      }
    }
    return texts;
  }

  /** A mapping from texts to texts, in the file's order; null if absent. */
  public @Nullable Map<String, String> optionalMap(String key) {
    known.add(key);
    if (!has(key)) {
      return null;
    }
    Map<String, String> map = new LinkedHashMap<>();
    required(key, JsonNode::isObject, "a mapping")
        .fields()
        .forEachRemaining(
            entry -> {
              if (entry.getValue().isValueNode()) {
                map.put(entry.getKey(), entry.getValue().asText());
              } else {
                fault(name(key) + "." + entry.getKey(), "a text", entry.getValue());
              }
            });
    return map;
  }

  /** A text, or a list of texts; null if absent. */
  public @Nullable List<String> optionalTextOrTexts(String key) {
    if (node.path(key).isArray()) {
      return optionalTexts(key);
    }
    String text = optionalText(key);
    return text == null ? null : List.of(text);
  }

  /** A mapping from texts to texts or lists of texts, in the file's order; null if absent. */
  public @Nullable Map<String, List<String>> optionalLists(String key) {
    known.add(key);
    if (!has(key)) {
      return null;
    }
    Map<String, List<String>> lists = new LinkedHashMap<>();
    if (hasMapping(key)) {
      Section inner = section(key);
      for (String name : inner.keys()) {
        List<String> texts = inner.optionalTextOrTexts(name);
        lists.put(name, texts == null ? List.of() : texts);
      }
    } else {
      required(key, JsonNode::isObject, "a mapping");
    }
    return lists;
  }

  /** Adds a fault of a kind that only the reader of the file can see. */
  public void fault(String key, String expected, String found) {
    if (!node.isMissingNode()) {
      faults.add(name(key), expected, found);
    }
  }

  /** Refuses the file if anything in it was wrong or unknown. */
  public void finish() {
    for (Section section : children) {
      section.node.fieldNames().forEachRemaining(section::refuseUnknown);
    }
    faults.refuse();
  }

  private void refuseUnknown(String key) {
    if (!known.contains(key)) {
      faults.add(name(key), "one of the keys " + String.join(", ", known), "an unknown key");
    }
  }

  private JsonNode required(String key, Predicate<JsonNode> fits, String expected) {
    known.add(key);
    JsonNode value = node.path(key);
    if (node.isMissingNode()) {
      // The section itself is missing or no mapping, and that has been said.
      return node;
    }
    if (value.isMissingNode() || value.isNull()) {
      faults.add(name(key), expected, "nothing");
    } else if (fits.test(value)) {
      return value;
    } else {
      fault(name(key), expected, value);
    }
    return JsonNodeFactory.instance.missingNode();
  }

  private void fault(String at, String expected, JsonNode found) {
    String text = found.isTextual() ? "'" + found.asText() + "'" : found.toString();
    faults.add(at, expected, text.length() <= 60 ? text : text.substring(0, 60) + "…");
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
