package org.entrain.results;

import java.util.List;

/**
 * Results in a few numbers.
 *
 * @param checkpoints checkpoints by model, step and variant; baselines among them
 * @param edgeWarnings fits at the ends of the grid of penalties, in the same order
 * @param significant shares of significant voxels of the fits that have a test, in the same order;
 *     empty unless asked for
 * @param bands parts of the bands in joint models, in the same order; empty unless asked for
 */
public record Summary(
    List<CheckpointSummary> checkpoints,
    List<EdgeWarning> edgeWarnings,
    List<SignificantShare> significant,
    List<BandShare> bands) {

  public Summary {
    checkpoints = List.copyOf(checkpoints);
    edgeWarnings = List.copyOf(edgeWarnings);
    significant = List.copyOf(significant);
    bands = List.copyOf(bands);
  }

  /** What is selected of it; baselines are in it in any case. */
  public Summary of(Selection selection) {
    return new Summary(
        checkpoints.stream().filter(c -> selection.variant(c.variant())).toList(),
        edgeWarnings.stream().filter(w -> selection.variant(w.variant())).toList(),
        significant,
        bands);
  }

  Summary with(List<SignificantShare> shares, List<BandShare> parts) {
    return new Summary(checkpoints, edgeWarnings, shares, parts);
  }
}
