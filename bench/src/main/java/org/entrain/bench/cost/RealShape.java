package org.entrain.bench.cost;

import java.util.List;
import java.util.Locale;

/**
 * A figure that another benchmark measured on a real shape, far beyond the runs that the model is
 * fitted to: the difference of two works.
 *
 * @param name what it is, with its unit
 * @param part whose CPU time it is
 * @param more the larger work
 * @param less the smaller work
 * @param per pieces that the difference has
 * @param each CPU-seconds of a piece, as measured
 * @param source where that stands
 */
record RealShape(
    String name, Part part, Work more, Work less, double per, double each, String source) {

  /** Shape of Pythia-160M. */
  static final ModelShape PYTHIA_160M = new ModelShape("Pythia-160M", 12, 768, 50_304, 32);

  private static final int FOLDS = 4;
  private static final int ROWS = 1_212;
  private static final int VOXELS = 27_000;
  private static final int PERMUTATIONS = 10_000;
  private static final double MILLION = 1e6;

  /** Those that the table is fitted to. */
  static List<RealShape> all() {
    double rows = work(1, 0, 2L * VOXELS).scores() - work(1, 0, VOXELS).scores();
    return List.of(
        new RealShape(
            "forward pass of Pythia-160M, CPU-s a window",
            Part.EMBEDDING,
            work(1, 2_000, VOXELS),
            work(1, 1_000, VOXELS),
            1_000,
            1 / 8.3,
            "README, bench/models"),
        new RealShape(
            "ridge fold of 909 + 302 rows, 3,840 features, 27,000 voxels, CPU-s",
            Part.ENCODING,
            work(2, 0, VOXELS),
            work(1, 0, VOXELS),
            FOLDS,
            3.0,
            "README, bench/encoding"),
        new RealShape(
            "its set-up alone, CPU-s",
            Part.ENCODING,
            work(2, 0, 0),
            work(1, 0, 0),
            FOLDS,
            0.95,
            "processors/math/RATIONALE.md"),
        new RealShape(
            "results writer, CPU-s a million rows",
            Part.RESULTS,
            work(1, 0, 2L * VOXELS),
            work(1, 0, VOXELS),
            rows / MILLION,
            1 / 1.36,
            "sinks/results/RATIONALE.md, bench/results"));
  }

  /** One that nothing is fitted to. */
  static RealShape check() {
    return new RealShape(
        "fit of four such folds with 10,000 permutations, CPU-s (8.2 s of 2 threads; not fitted to)",
        Part.ENCODING,
        work(2, 0, VOXELS, PERMUTATIONS),
        work(1, 0, VOXELS, PERMUTATIONS),
        1,
        2 * 8.2,
        "processors/properties/RATIONALE.md");
  }

  /** Without permutations, which those benchmarks did not make. */
  private static Work work(int checkpoints, int windows, long voxels) {
    return work(checkpoints, windows, voxels, 0);
  }

  private static Work work(int checkpoints, int windows, long voxels, int permutations) {
    return new Work(
        PYTHIA_160M, checkpoints, 1, 0, windows, 50, ROWS, FOLDS, 5, 1, voxels, permutations, 0);
  }

  /** CPU-seconds of the difference, as measured. */
  double measured() {
    return each * per;
  }

  /** How much of a term the difference has. */
  double count(Term term) {
    return term.count().applyAsDouble(more) - term.count().applyAsDouble(less);
  }

  /** CPU-seconds of a piece by the model. */
  double predicted(CostModel model) {
    return (model.cpu(part, more) - model.cpu(part, less)) / per;
  }

  /** A line of Markdown: measured, predicted from runs alone, and with these figures. */
  String line(CostModel runs, CostModel all) {
    return String.format(
        Locale.ROOT,
        "| %s | %.3g | %.3g (%.2f ×) | %.3g (%.2f ×) | %s |",
        name,
        each,
        predicted(runs),
        predicted(runs) / each,
        predicted(all),
        predicted(all) / each,
        source);
  }
}
