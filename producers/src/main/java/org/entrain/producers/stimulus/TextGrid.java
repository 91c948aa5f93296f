package org.entrain.producers.stimulus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.entrain.common.InvalidInputException;
import org.entrain.common.SmallFile;
import org.entrain.common.Unreadable;
import org.entrain.producers.stimulus.TimedWords.TimedWord;
import org.jspecify.annotations.Nullable;

/**
 * Words from an interval tier of a Praat TextGrid, long or short text format. Praat reads both
 * alike, and so does this: only free-standing numbers, quoted texts and flags count; names of
 * fields and numbers in brackets are decoration. An interval's start is its word's onset.
 */
public final class TextGrid {

  /** A hundred hours of speech have a quarter of it. */
  private static final int MAX_BYTES = 64 << 20;

  /** Labels of pauses, dropped unless the manifest says otherwise. */
  public static final List<String> PAUSES = List.of("", "sp");

  private final String file;
  private final TextGridTokens tokens;

  private TextGrid(String file, String text) {
    this.file = file;
    this.tokens = new TextGridTokens(file, text);
  }

  /**
   * Reads a tier.
   *
   * @param tier its name; null for the first interval tier
   * @param drop labels that are no words, compared after stripping blanks
   */
  public static TimedWords read(Path path, @Nullable String tier, List<String> drop) {
    String file = path.toString();
    try {
      return new TextGrid(file, decode(SmallFile.bytes(path, MAX_BYTES)))
          .words(tier, Set.copyOf(drop));
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          file,
          "encoding",
          "UTF-8, or UTF-16 with a byte order mark",
          "other bytes",
          "In Praat choose UTF-8 under text writing preferences and save it again.",
          e);
    } catch (IOException e) {
      throw Unreadable.refusal(path, "a TextGrid", e);
    }
  }

  private TimedWords words(@Nullable String wanted, Set<String> drop) {
    if (!tokens.text("file type").startsWith("ooTextFile")
        || !tokens.text("object class").equals("TextGrid")) {
      throw new InvalidInputException(
          file, "header", "ooTextFile, TextGrid", "another kind", "Save the TextGrid as text.");
    }
    tokens.number("xmin");
    tokens.number("xmax");
    tokens.flag("tiers");
    int tiers = tokens.count("number of tiers");
    List<String> names = new ArrayList<>();
    for (int t = 0; t < tiers; t++) {
      boolean intervals = tokens.text("class of tier").equals("IntervalTier");
      String name = tokens.text("name of tier");
      tokens.number("xmin");
      tokens.number("xmax");
      if (intervals && (wanted == null || wanted.equals(name))) {
        return new TimedWords(file, intervals(drop));
      }
      names.add(name + (intervals ? "" : " (points)"));
      skip(intervals);
    }
    throw new InvalidInputException(
        file,
        "tier",
        wanted == null ? "an interval tier" : "an interval tier " + wanted,
        names.isEmpty() ? "no tiers" : String.join(", ", names),
        "Name one of them by words.tier.");
  }

  private List<TimedWord> intervals(Set<String> drop) {
    int count = tokens.count("number of intervals");
    List<TimedWord> words = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String place = "interval " + i;
      double start = tokens.number(place);
      double end = tokens.number(place);
      String label = tokens.text(place);
      if (!(start < end)) {
        throw new InvalidInputException(
            file, place, "an end after " + start, Double.toString(end), "Correct the interval.");
      }
      if (!drop.contains(label.strip())) {
        words.add(new TimedWord(place, label, start, TimedWords.RUN_BY_CLOCK));
      }
    }
    tokens.noNumber("interval " + (count + 1));
    return words;
  }

  private void skip(boolean intervals) {
    int count = tokens.count("number of items");
    for (int i = 1; i <= count; i++) {
      tokens.number("item " + i);
      if (intervals) {
        tokens.number("item " + i);
      }
      tokens.text("item " + i);
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    Charset charset = StandardCharsets.UTF_8;
    if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
      charset = StandardCharsets.UTF_16BE;
    } else if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
      charset = StandardCharsets.UTF_16LE;
    }
    String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
