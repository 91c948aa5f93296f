package org.entrain.app.run;

import java.nio.file.Path;
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
  public static void require(@Nullable Path words, @Nullable Path dataset) {
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
