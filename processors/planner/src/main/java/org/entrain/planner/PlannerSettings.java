package org.entrain.planner;

import java.util.List;
import org.entrain.common.ContentHash;

/**
 * How words become representations and representations become rows; part of every unit's identity.
 *
 * @param contextTokens C, tokens a representation sees, the word's own included
 * @param layers hidden states to compute, ascending; empty for all
 * @param lags lags in TRs, in the order of a row's columns
 * @param wordAssignment which TR a word belongs to
 * @param skippedWords leading words left out whatever their context
 * @param windowsPerTask windows of an embedding task; does not change a result
 */
public record PlannerSettings(
    int contextTokens,
    List<Integer> layers,
    List<Integer> lags,
    WordAssignment wordAssignment,
    int skippedWords,
    int windowsPerTask) {

  public PlannerSettings {
    layers = List.copyOf(layers);
    lags = List.copyOf(lags);
    if (contextTokens < 1 || windowsPerTask < 1 || skippedWords < 0 || lags.isEmpty()) {
      throw new IllegalArgumentException(
          "context %d, windows per task %d, skipped words %d, lags %s"
              .formatted(contextTokens, windowsPerTask, skippedWords, lags));
    }
  }

  /** Identity of a unit: the stimulus, the checkpoint and every setting that changes its rows. */
  public String unit(String stimulus, String checkpoint) {
    return new ContentHash()
        .add(stimulus)
        .add(checkpoint)
        .add(contextTokens)
        .add(layers.toString())
        .add(lags.toString())
        .add(wordAssignment.name())
        .add(skippedWords)
        .shortHex();
  }
}
