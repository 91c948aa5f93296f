package org.entrain.results;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A participant's layer as the inner folds choose it: in every outer fold the layer that predicts
 * best within the training rows is the one whose test rows are scored. The test rows have no say,
 * so the mean over folds is not optimistic, as the largest of several layers' scores is.
 *
 * @param folds what was chosen in each outer fold, in their order
 */
public record LayerChoice(List<Fold> folds) {

  /**
   * The choice in one outer fold.
   *
   * @param fold index of the outer fold
   * @param step training step of the checkpoint
   * @param layer index of the hidden state
   * @param innerR2 mean over voxels of R² in the inner folds, the largest of all layers
   * @param meanR mean over voxels of r on the test rows
   * @param accuracy mean over voxels of the share of test rows classified correctly; empty without
   *     a classification
   */
  public record Fold(
      int fold, long step, int layer, double innerR2, double meanR, OptionalDouble accuracy) {}

  /** The larger inner R² first; the earlier step, then the lower layer, on a tie. */
  private static final Comparator<Fold> BY_INNER_R2 =
      Comparator.comparingDouble(Fold::innerR2)
          .reversed()
          .thenComparingLong(Fold::step)
          .thenComparingInt(Fold::layer);

  public LayerChoice {
    folds = List.copyOf(folds);
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("a choice without folds");
    }
  }

  /** Per outer fold the best of these; all must have the same outer folds. */
  static LayerChoice among(Collection<LayerChoice> choices) {
    Map<Integer, Fold> best = new TreeMap<>();
    for (LayerChoice choice : choices) {
      for (Fold fold : choice.folds()) {
        best.merge(fold.fold(), fold, (a, b) -> BY_INNER_R2.compare(a, b) <= 0 ? a : b);
      }
    }
    return new LayerChoice(List.copyOf(best.values()));
  }

  /** Mean r over folds and voxels: the score to report. */
  public double meanR() {
    return folds.stream().mapToDouble(Fold::meanR).average().orElseThrow();
  }

  /** Mean accuracy over folds and voxels; empty if a fold has none. */
  public OptionalDouble accuracy() {
    return folds.stream().allMatch(fold -> fold.accuracy().isPresent())
        ? folds.stream().mapToDouble(fold -> fold.accuracy().getAsDouble()).average()
        : OptionalDouble.empty();
  }

  /** Folds that chose the step and layer that most folds chose; the first such on a tie. */
  List<Fold> majority() {
    List<Fold> most = List.of();
    for (Fold one : folds) {
      List<Fold> same =
          folds.stream().filter(f -> f.step() == one.step() && f.layer() == one.layer()).toList();
      most = same.size() > most.size() ? same : most;
    }
    return most;
  }
}
