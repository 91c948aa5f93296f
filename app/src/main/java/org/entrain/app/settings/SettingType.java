package org.entrain.app.settings;

import java.util.Locale;
import java.util.function.Function;

/**
 * Values a setting may have.
 *
 * @param expected the values, in words, for messages and tables
 * @param canonical gives equal values equal text; throws {@link IllegalArgumentException} for
 *     others
 */
record SettingType(String expected, Function<String, String> canonical) {

  /** Before the number of tokens, where it stands with the kind of context. */
  static final String TOKENS = "tokens:";

  private static final String WORDS = "words:";
  private static final int MOST_CONTEXT = 1_000_000;

  static SettingType integer(int least, int most) {
    String expected =
        most == Integer.MAX_VALUE
            ? "a whole number from %d".formatted(least)
            : "a whole number from %d to %d".formatted(least, most);
    return new SettingType(expected, text -> Integer.toString(Numbers.integer(text, least, most)));
  }

  static SettingType choice(String... values) {
    return new SettingType(
        String.join(" or ", values),
        text -> {
          String lower = text.toLowerCase(Locale.ROOT);
          for (String value : values) {
            if (value.equals(lower)) {
              return value;
            }
          }
          throw new IllegalArgumentException(text);
        });
  }

  /** A word for the special case, or a whole number. */
  static SettingType wordOrInteger(String word, int least) {
    return new SettingType(
        "%s, or a whole number from %d".formatted(word, least),
        text ->
            text.equalsIgnoreCase(word)
                ? word
                : Integer.toString(Numbers.integer(text, least, Integer.MAX_VALUE)));
  }

  static SettingType indices() {
    return new SettingType(
        "indices from 0 such as 0-4 or 1,2", text -> Numbers.format(Numbers.indices(text)));
  }

  static SettingType indicesOrAll() {
    return new SettingType(
        "all, or indices from 0 such as 0,2,4 or 0-4",
        text -> text.equalsIgnoreCase("all") ? "all" : Numbers.format(Numbers.indices(text)));
  }

  static SettingType penalties() {
    return new SettingType(
        "powers of ten such as 1e-6..1e10, or increasing positive numbers such as 0.1,1,10",
        text -> Penalties.format(Penalties.parse(text)));
  }

  /**
   * Which tokens a representation sees. How many of {@code tokens} is a setting of its own; {@code
   * tokens:N}, as messages have it, stands for both.
   */
  static SettingType context() {
    return new SettingType(
        "tokens, words:N with N from 1, or full",
        text -> {
          String lower = text.toLowerCase(Locale.ROOT);
          if (lower.equals("tokens") || lower.equals("full")) {
            return lower;
          }
          String kind = lower.startsWith(TOKENS) ? TOKENS : WORDS;
          if (!lower.startsWith(kind)) {
            throw new IllegalArgumentException(text);
          }
          String number = lower.substring(kind.length()).strip();
          return kind + Numbers.integer(number, 1, MOST_CONTEXT);
        });
  }

  static SettingType memory() {
    return new SettingType(
        "a whole number with unit k, m, g or t (powers of 1,024) such as 5g",
        text -> Memory.format(Memory.parse(text)));
  }
}
