package org.entrain.results;

import java.util.List;

/**
 * Results in a few numbers.
 *
 * @param checkpoints checkpoints by model, step and variant; baselines among them
 * @param edgeWarnings fits at the ends of the grid of penalties, in the same order
 */
public record Summary(List<CheckpointSummary> checkpoints, List<EdgeWarning> edgeWarnings) {

  public Summary {
    checkpoints = List.copyOf(checkpoints);
    edgeWarnings = List.copyOf(edgeWarnings);
  }
}
