package org.entrain.producers.syntax;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.entrain.common.InvalidInputException;

/**
 * Which tokens of parsed sentences each word of a stimulus is made of.
 *
 * <p>Letters and digits alone are compared, without case, over the whole text: parsers split words
 * ({@code don't} into {@code do n't}), cut punctuation off and write it in their own ways, and a
 * stimulus may have it or not.
 */
final class TokenAlignment {

  private static final Set<String> BRACKETS =
      Set.of("-LRB-", "-RRB-", "-LSB-", "-RSB-", "-LCB-", "-RCB-");

  private TokenAlignment() {}

  /**
   * Where a word is.
   *
   * @param sentence index of the sentence that it begins in
   * @param token index of the first token in the sentence that has letters or digits of it; empty
   *     if it has none itself
   */
  record Position(int sentence, Optional<Integer> token) {}

  /** A token's place in the text. */
  private record Placed(int sentence, int token, String text, String letters) {}

  /**
   * Places every word.
   *
   * @param file where the sentences come from, for messages
   * @param words all words, in order
   * @param sentences texts of the tokens of every sentence, in order
   * @throws InvalidInputException if they are not the same text
   */
  static List<Position> align(String file, List<String> words, List<List<String>> sentences) {
    List<Placed> tokens = placed(sentences);
    List<Position> positions = new ArrayList<>();
    int token = 0;
    int used = 0;
    for (int w = 0; w < words.size(); w++) {
      String letters = letters(words.get(w));
      Optional<Integer> first = Optional.empty();
      int sentence = positions.isEmpty() ? 0 : positions.get(w - 1).sentence();
      for (int at = 0; at < letters.length(); ) {
        if (token == tokens.size()) {
          throw fault(file, "end", words, w, "the end of the text");
        }
        Placed next = tokens.get(token);
        int length = Math.min(letters.length() - at, next.letters().length() - used);
        if (!letters.regionMatches(at, next.letters(), used, length)) {
          String place = "sentence %d, token %d".formatted(next.sentence() + 1, next.token() + 1);
          throw fault(file, place, words, w, "'" + next.text() + "'");
        }
        if (at == 0) {
          first = Optional.of(next.token());
          sentence = next.sentence();
        }
        at += length;
        used += length;
        if (used == next.letters().length()) {
          token++;
          used = 0;
        }
      }
      positions.add(new Position(sentence, first));
    }
    if (token < tokens.size()) {
      Placed more = tokens.get(token);
      throw new InvalidInputException(
          file,
          "sentence %d, token %d".formatted(more.sentence() + 1, more.token() + 1),
          "the end of the text, after word " + words.size(),
          "'" + more.text() + "'",
          "Parse the text of this stimulus.");
    }
    return positions;
  }

  private static List<Placed> placed(List<List<String>> sentences) {
    List<Placed> placed = new ArrayList<>();
    for (int s = 0; s < sentences.size(); s++) {
      List<String> tokens = sentences.get(s);
      for (int t = 0; t < tokens.size(); t++) {
        String letters = letters(tokens.get(t));
        if (!letters.isEmpty()) {
          placed.add(new Placed(s, t, tokens.get(t), letters));
        }
      }
    }
    return placed;
  }

  private static InvalidInputException fault(
      String file, String place, List<String> words, int word, String found) {
    return new InvalidInputException(
        file,
        place,
        "'%s', word %d of the stimulus".formatted(words.get(word), word + 1),
        found,
        "Parse the text of this stimulus: the same words in the same order.");
  }

  private static String letters(String text) {
    if (BRACKETS.contains(text)) {
      return "";
    }
    StringBuilder letters = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
