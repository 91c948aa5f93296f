package org.entrain.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of a {@code config.json} with their ranges. A key may have several names, newest
 * first, because the format changed over the years; {@code a.b} is key b of object a.
 */
public final class ConfigFile {

  /** Far above any setting; products with sizes stay finite. */
  private static final double MOST = 1e12;

  private final String file;
  private final JsonNode root;

  ConfigFile(String file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /** A whole number that must be there. */
  public int integer(int least, int most, String... keys) {
    JsonNode value = find(keys);
    if (value == null) {
      throw refuse(key(keys), "a whole number", "nothing");
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw refuse(key(keys), "a whole number from " + least + " to " + most, value.toString());
    }
    return value.intValue();
  }

  /** A whole number, or the default where the key is missing or null. */
  public int integerOr(int defaultValue, int least, int most, String... keys) {
    return find(keys) == null ? defaultValue : integer(least, most, keys);
  }

  /** A positive number up to 1e12 that must be there. */
  public double positive(String... keys) {
    JsonNode value = find(keys);
    if (value == null) {
      throw refuse(key(keys), "a positive number", "nothing");
    }
    if (!value.isNumber() || !(value.doubleValue() > 0) || value.doubleValue() > MOST) {
      throw refuse(key(keys), "a positive number up to 1e12", value.toString());
    }
    return value.doubleValue();
  }

  /** A positive number up to 1e12, or the default where the key is missing or null. */
  public double positiveOr(double defaultValue, String... keys) {
    return find(keys) == null ? defaultValue : positive(keys);
  }

  public boolean flagOr(boolean defaultValue, String... keys) {
    JsonNode value = find(keys);
    if (value == null) {
      return defaultValue;
    }
    if (!value.isBoolean()) {
      throw refuse(key(keys), "true or false", value.toString());
    }
    return value.booleanValue();
  }

  public String textOr(String defaultValue, String... keys) {
    JsonNode value = find(keys);
    if (value == null) {
      return defaultValue;
    }
    if (!value.isTextual()) {
      throw refuse(key(keys), "a text", value.toString());
    }
    return value.textValue();
  }

  /** A text out of a fixed list. */
  public String choiceOr(String defaultValue, List<String> choices, String... keys) {
    String value = textOr(defaultValue, keys);
    if (!choices.contains(value)) {
      throw refuse(key(keys), "one of " + choices, value);
    }
    return value;
  }

  /**
   * Takes a flag of which only one value is computed.
   *
   * @throws InvalidInputException if it has the other value
   */
  public void requireFlag(boolean only, String... keys) {
    if (flagOr(only, keys) != only) {
      throw refuse(key(keys), "" + only, "" + !only);
    }
  }

  /** The refusal of a value, naming this file. */
  public InvalidInputException refuse(String key, String expected, String found) {
    return new InvalidInputException(
        file, key, expected, found, "Use a checkpoint whose configuration is supported.");
  }

  /** The key that is in this file, for messages; all of them where none is. */
  public String key(String... keys) {
    for (String key : keys) {
      if (isPresent(at(key))) {
        return key;
      }
    }
    return String.join(" or ", keys);
  }

  private @Nullable JsonNode find(String... keys) {
    for (String key : keys) {
      if (isPresent(at(key))) {
        return at(key);
      }
    }
    return null;
  }

  private static boolean isPresent(JsonNode value) {
    return !value.isMissingNode() && !value.isNull();
  }

  private JsonNode at(String key) {
    JsonNode value = root;
    for (String part : key.split("\\.")) {
      value = value.path(part);
    }
    return value;
  }
}
