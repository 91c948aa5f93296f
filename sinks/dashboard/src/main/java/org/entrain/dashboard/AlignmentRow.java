package org.entrain.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.results.CheckpointSummary;
import org.entrain.results.LayerChoice;
import org.entrain.results.LayerScore;

/**
 * Scores of one checkpoint in one variant.
 *
 * @param kind where its representations come from
 * @param variant {@code initial}, {@code with-word-rate}, or the property that was removed
 * @param baseline whether it is a baseline
 * @param perplexity perplexity over the story
 * @param chosenR mean over participants of the r of their chosen layers, the r to report: each
 *     outer fold's layer is chosen by the inner folds
 * @param chosen each participant's chosen layers
 * @param layers layers that are scored, ascending
 */
record AlignmentRow(
    String model,
    long step,
    String kind,
    String variant,
    boolean baseline,
    OptionalDouble perplexity,
    OptionalDouble chosenR,
    SortedMap<String, Choice> chosen,
    List<LayerScore> layers) {

  /**
   * What one participant's inner folds chose.
   *
   * @param r mean r over folds and voxels on the test rows
   * @param layers chosen layer of every outer fold
   */
  record Choice(double r, List<Integer> layers) {

    static Choice of(LayerChoice choice) {
      List<Integer> layers = new ArrayList<>();
      choice.folds().forEach(fold -> layers.add(fold.layer()));
      return new Choice(choice.meanR(), layers);
    }
  }

  static AlignmentRow of(CheckpointSummary summary) {
    SortedMap<String, Choice> chosen = new TreeMap<>();
    summary.choices().forEach((participant, choice) -> chosen.put(participant, Choice.of(choice)));
    return new AlignmentRow(
        summary.model(),
        summary.step(),
        summary.kind().name(),
        summary.variant(),
        summary.baseline(),
        summary.perplexity(),
        summary.chosen(),
        chosen,
        summary.layers());
  }
}
