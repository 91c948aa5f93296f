package org.entrain.bench.cost;

import java.util.List;
import java.util.Locale;

/**
 * Figures that other benchmarks measured on real shapes, far beyond those that the model is fitted
 * to, and what the model says.
 */
final class SecondCheck {

  /** Shape of Pythia-160M. */
  static final ModelShape PYTHIA_160M = new ModelShape("Pythia-160M", 12, 768, 50_304, 32);

  private static final int FOLDS = 4;
  private static final int ROWS = 1_212;
  private static final int VOXELS = 27_000;
  private static final double MILLION = 1e6;

  /**
   * A figure.
   *
   * @param name what it is, with its unit
   * @param measured as other benchmarks measured it
   * @param source where that stands
   * @param predicted by the model
   */
  record Figure(String name, double measured, String source, double predicted) {

    /** Predicted over measured. */
    double ratio() {
      return predicted / measured;
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "| %s | %.3g | %.3g | %.2f | %s |",
          name,
          measured,
          predicted,
          ratio(),
          source);
    }
  }

  private SecondCheck() {}

  /** All figures. */
  static List<Figure> figures(CostModel model) {
    return List.of(
        new Figure(
            "forward pass of Pythia-160M, CPU-s a window",
            1 / 8.3,
            "README, bench/models",
            window(model)),
        new Figure(
            "ridge fold of 909 + 302 rows, 3,840 features, 27,000 voxels, CPU-s",
            3.0,
            "README, bench/encoding",
            fold(model)),
        new Figure("its set-up alone, CPU-s", 0.95, "processors/math/RATIONALE.md", setUp(model)),
        new Figure(
            "results writer, CPU-s a million rows",
            1 / 1.36,
            "sinks/results/RATIONALE.md, bench/results",
            rows(model)),
        new Figure(
            "database, bytes a row",
            1_536.0 * (1 << 20) / 66_150_000,
            "sinks/results/RATIONALE.md, bench/results",
            database(model)));
  }

  /** Without permutations, which those benchmarks did not make. */
  private static Work work(int checkpoints, int windows, long voxels) {
    return new Work(PYTHIA_160M, checkpoints, 1, 0, windows, 50, ROWS, FOLDS, 5, 1, voxels, 0, 0);
  }

  private static double window(CostModel model) {
    return (model.cpu(Part.EMBEDDING, work(1, 2_000, VOXELS))
            - model.cpu(Part.EMBEDDING, work(1, 1_000, VOXELS)))
        / 1_000;
  }

  /** What one more layer costs, a fold of it. */
  private static double fold(CostModel model) {
    return (model.cpu(Part.ENCODING, work(2, 0, VOXELS))
            - model.cpu(Part.ENCODING, work(1, 0, VOXELS)))
        / FOLDS;
  }

  private static double setUp(CostModel model) {
    return (model.cpu(Part.ENCODING, work(2, 0, 0)) - model.cpu(Part.ENCODING, work(1, 0, 0)))
        / FOLDS;
  }

  private static double rows(CostModel model) {
    Work more = work(1, 0, 2L * VOXELS);
    Work less = work(1, 0, VOXELS);
    return (model.cpu(Part.RESULTS, more) - model.cpu(Part.RESULTS, less))
        / ((more.scores() - less.scores()) / MILLION);
  }

  private static double database(CostModel model) {
    Work more = work(1, 0, 2L * VOXELS);
    Work less = work(1, 0, VOXELS);
    return (model.database(more) - model.database(less)) / (more.scores() - less.scores());
  }
}
