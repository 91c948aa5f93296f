package org.entrain.app.settings;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        values.length == 2
            ? String.join(" or ", values)
            : String.join(", ", List.of(values).subList(0, values.length - 1))
                + " or "
                + values[values.length - 1],
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

  /** The values of an enumeration, in lower case with hyphens. */
  static <E extends Enum<E>> SettingType choice(Class<E> values) {
    return choice(
        Stream.of(values.getEnumConstants()).map(SettingType::text).toArray(String[]::new));
  }

  /** An enumeration's value as users write it. */
  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The value of an enumeration that users write so. */
  static <E extends Enum<E>> E value(Class<E> values, String text) {
    return Enum.valueOf(values, text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static SettingType folds() {
    return new SettingType(
        "N, runs, runs:N or runs-or-N with N from %d to %d"
            .formatted(FoldSchemes.LEAST, FoldSchemes.MOST),
        text -> FoldSchemes.format(FoldSchemes.parse(text)));
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
        "powers of ten such as 1e-6..1e10, a number of values spaced by equal factors such as"
            + " 1e-2..1e4/13, or increasing positive numbers such as 0.1,1,10; 127 at most",
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

  /** {@code none}, {@code all}, or names of properties, each once, in alphabetical order. */
  static SettingType names() {
    return new SettingType(
        "none, all, or names such as Tense,POS",
        text -> {
          List<String> names = Stream.of(text.split(",", -1)).map(String::strip).toList();
          if (names.size() == 1 && text.strip().matches("(?i)none|all")) {
            return text.strip().toLowerCase(Locale.ROOT);
          }
          for (String name : names) {
            if (!name.matches("[\\p{L}\\p{N}_-]+") || name.matches("(?i)none|all")) {
              throw new IllegalArgumentException(text);
            }
          }
          return names.stream().distinct().sorted().collect(Collectors.joining(","));
        });
  }

  static SettingType memory() {
    return new SettingType(
        "a whole number with unit k, m, g or t (powers of 1,024) such as 5g",
        text -> Memory.format(Memory.parse(text)));
  }
}
