package org.entrain.common;

/** How far names lie apart, to say which one may have been meant. */
public final class Spelling {

  private Spelling() {}

  /**
   * Levenshtein's distance: the fewest characters to insert, delete or change that turn one text
   * into the other. Takes time by the product of their lengths.
   */
  public static int edits(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
