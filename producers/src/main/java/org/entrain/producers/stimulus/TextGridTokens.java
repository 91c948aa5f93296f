package org.entrain.producers.stimulus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.common.InvalidInputException;

/**
 * Free-standing numbers, quoted texts (a quotation mark inside is doubled) and flags of a Praat
 * text file, in order. Everything else, and comments from {@code !} to the line's end, is skipped.
 */
final class TextGridTokens {

  // Possessive quantifiers: a text of any length is matched without recursion or backtracking.
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?<text>[^\"]*+(?:\"\"[^\"]*+)*+)\""
              + "|(?<=^|\\s)(?:<(?<flag>[^>\\s]*)>(?=\\s|$)"
              + "|(?<number>[-+]?(?:\\d++\\.?+\\d*+|\\.\\d++)(?:[eE][-+]?\\d++)?+)(?=\\s|$)"
              + "|![^\\n\\r]*+)",
          Pattern.MULTILINE);

  private final String file;
  private final String source;
  private final Matcher matcher;

  TextGridTokens(String file, String source) {
    this.file = file;
    this.source = source;
    this.matcher = TOKEN.matcher(source);
  }

  String text(String what) {
    return next(what, "text", "a quoted text").replace("\"\"", "\"");
  }

  double number(String what) {
    return Double.parseDouble(next(what, "number", "a number"));
  }

  int count(String what) {
    String number = next(what, "number", "a count");
    try {
      return Integer.parseUnsignedInt(number);
    } catch (NumberFormatException e) {
      throw fault(what, "a count", number);
    }
  }

  void flag(String what) {
    if (!next(what, "flag", "<exists>").equals("exists")) {
      throw fault(what, "<exists>", matcher.group());
    }
  }

  /** Checks that a list is over: another text or the end of the file follows. */
  void noNumber(String what) {
    if (matcher.find() && matcher.group("number") != null) {
      throw fault(what, "no more than were announced", matcher.group());
    }
  }

  private String next(String what, String kind, String expected) {
    while (matcher.find()) {
      if (matcher.group().startsWith("!")) {
        continue;
      }
      String value = matcher.group(kind);
      if (value == null) {
        throw fault(what, expected, matcher.group());
      }
      return value;
    }
    throw new InvalidInputException(
        file, what, expected, "the end of the file", "The file is incomplete: save it again.");
  }

  private InvalidInputException fault(String what, String expected, String found) {
    long line = source.substring(0, matcher.start()).chars().filter(c -> c == '\n').count() + 1;
    return new InvalidInputException(
        file, what + " near line " + line, expected, found, "Save the TextGrid again as text.");
  }
}
