package org.entrain.app.run;

import java.util.List;
import org.entrain.models.text.Passage;

/**
 * What a model reads of a text.
 *
 * @param windows windows of the text
 * @param tokens tokens of the sequences that hold them; windows that begin together share one
 */
record Reading(long windows, long tokens) {

  static final Reading NONE = new Reading(0, 0);

  static Reading of(List<Passage> passages) {
    long windows = 0;
    long tokens = 0;
    for (Passage passage : passages) {
      int[] begins = passage.begins();
      windows += begins.length;
      for (int i = 0; i < begins.length; i++) {
        boolean longest = i == begins.length - 1 || begins[i + 1] != begins[i];
        tokens += longest ? passage.firstLength() + i - begins[i] : 0;
      }
    }
    return new Reading(windows, tokens);
  }
}
