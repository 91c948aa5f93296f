package org.entrain.app.run;

import org.entrain.app.Refusal;
import org.jspecify.annotations.Nullable;

/** Commands that need words alone take a table of them or those of a dataset. */
public final class TextChoice {

  private TextChoice() {}

  /**
   * Checks that one of them is given.
   *
   * @throws Refusal if neither is, or both
   */
  public static void require(@Nullable Object words, @Nullable Object dataset) {
    if ((words == null) == (dataset == null)) {
      throw new Refusal(
          Refusal.fault(
              "--words",
              "text",
              "a table of words, or the words of a --dataset",
              words == null ? "neither" : "both",
              "Give one of them."));
    }
  }
}
