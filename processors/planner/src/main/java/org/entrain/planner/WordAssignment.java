package org.entrain.planner;

/** Which TR a word belongs to. */
public enum WordAssignment {
  /**
   * The last TR whose time is strictly smaller than the word's onset; before the first TR none. As
   * the published codes have it; lag 0 of a TR is then complete only when the next TR begins.
   */
  CONTAINING,
  /** The first TR at or after the word's onset; after the last TR none. As the paper says. */
  PRECEDING;

  /**
   * Assigns words to TRs of their own run.
   *
   * @param onsets onset of every word, seconds
   * @param wordRuns run of every word
   * @param times time of every TR, seconds, ascending
   * @param trRuns run of every TR, ascending
   * @return index of the TR of every word, -1 for none
   */
  int[] assign(double[] onsets, int[] wordRuns, double[] times, int[] trRuns) {
    int[] assigned = new int[onsets.length];
    for (int word = 0; word < onsets.length; word++) {
      int before = -1;
      int after = -1;
      for (int tr = 0; tr < times.length && after < 0; tr++) {
        if (trRuns[tr] != wordRuns[word]) {
          continue;
        }
        if (times[tr] < onsets[word]) {
          before = tr;
        } else {
          after = tr;
        }
      }
      assigned[word] = this == CONTAINING ? before : after;
    }
    return assigned;
  }
}
