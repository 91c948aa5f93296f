package org.entrain.math.properties;

import java.util.List;

/**
 * How probes are fitted and scored.
 *
 * @param folds contiguous folds of words whose accuracies are summed
 * @param innerFolds contiguous folds of the training words, which choose C
 * @param strengths values of C, ascending
 */
public record ProbeSettings(int folds, int innerFolds, List<Double> strengths) {

  /** As in the protocol and the paper: 4 and 4 folds, C from 10⁻³ to 10. */
  public static final ProbeSettings PROTOCOL =
      new ProbeSettings(4, 4, List.of(1e-3, 1e-2, 1e-1, 1., 10.));

  public ProbeSettings {
    strengths = List.copyOf(strengths);
    if (folds < 2 || innerFolds < 2) {
      throw new IllegalArgumentException(
          "%d folds and %d inner folds: expected two or more".formatted(folds, innerFolds));
    }
    if (strengths.isEmpty() || strengths.get(0) <= 0) {
      throw new IllegalArgumentException("C must be above 0: " + strengths);
    }
    for (int i = 1; i < strengths.size(); i++) {
      if (!(strengths.get(i) > strengths.get(i - 1))) {
        throw new IllegalArgumentException("C must ascend: " + strengths);
      }
    }
  }
}
