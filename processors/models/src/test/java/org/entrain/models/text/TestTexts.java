package org.entrain.models.text;

import java.util.Arrays;
import java.util.Random;
import org.entrain.models.TokenizedText;

/** Texts of random tokens. */
final class TestTexts {

  private TestTexts() {}

  /** Words of 0 to 4 tokens, the first and the last of at least one. */
  static TokenizedText random(long seed, int words, int vocabulary) {
    Random random = new Random(seed);
    int[] wordEnd = new int[words];
    int end = 0;
    for (int word = 0; word < words; word++) {
      int least = word == 0 || word == words - 1 ? 1 : 0;
      end += least + random.nextInt(5 - least);
      wordEnd[word] = end;
    }
    return new TokenizedText(random.ints(end, 0, vocabulary).toArray(), wordEnd);
  }

  /** So many words of one token each. */
  static TokenizedText oneTokenWords(int words) {
    int[] ids = new int[words];
    int[] wordEnd = new int[words];
    Arrays.setAll(ids, i -> i);
    Arrays.setAll(wordEnd, i -> i + 1);
    return new TokenizedText(ids, wordEnd);
  }
}
