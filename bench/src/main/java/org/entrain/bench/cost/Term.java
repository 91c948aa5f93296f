package org.entrain.bench.cost;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A count of what a run does, which costs something each.
 *
 * @param name for people, with its unit
 * @param count of a run's work
 */
record Term(String name, ToDoubleFunction<Work> count) {

  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;

  /** What every run has once. */
  static final Term START = new Term("start", work -> 1);

  /** Products of a fold's panels with one quadratic form, over all fits of a design. */
  private static double forms(Work w) {
    return w.designs() * w.participants() * w.voxels() * w.folds() * square(w.training());
  }

  private static double square(double x) {
    return x * x;
  }

  /**
   * Terms of CPU time.
   *
   * <ul>
   *   <li>Embedding: operations of all windows ({@link ModelShape#flops}), values that pass through
   *       norms and activations, checkpoints (opening, weights).
   *   <li>Streams: layer vectors, and bytes of activations and features.
   *   <li>Encoding, with N training rows, P features, K folds, V voxels, D designs: Gram matrices D
   *       K N² P; eigendecompositions, inverses and forms D K N³; forms of voxels V K N² a fit;
   *       values read, standardised and scored V T K a fit; permuted additions; fits.
   *   <li>Results: rows, fits. JVM: rows, bytes. Broker: bytes of all arrays.
   * </ul>
   */
  static List<Term> ofCpu(Part part) {
    return switch (part) {
      case EMBEDDING ->
          List.of(
              START,
              new Term("checkpoint", Work::checkpoints),
              new Term(
                  "GFLOP",
                  w -> (double) w.checkpoints() * w.windows() * w.model().flops(w.window()) / GIGA),
              new Term(
                  "10^9 elements",
                  w ->
                      (double) w.checkpoints()
                          * w.windows()
                          * w.model().elements(w.window())
                          / GIGA));
      case STREAMS ->
          List.of(
              START,
              new Term("10^6 layer vectors", w -> w.vectors() / MEGA),
              new Term("GB", w -> (TopicBytes.activations(w) + TopicBytes.features(w)) / GIGA));
      case ENCODING ->
          List.of(
              START,
              new Term("fit", Work::fits),
              new Term(
                  "10^9 of Gram matrices, N^2 P",
                  w -> w.designs() * w.folds() * square(w.training()) * w.features() / GIGA),
              new Term(
                  "10^9 of set-up, N^3",
                  w -> w.designs() * w.folds() * square(w.training()) * w.training() / GIGA),
              new Term("10^9 of forms, V N^2", w -> forms(w) / GIGA),
              new Term("10^9 values, V T K", w -> w.scores() * w.rows() / GIGA),
              new Term("10^9 permuted additions", w -> w.permuted() / GIGA));
      case RESULTS ->
          List.of(
              START, new Term("fit", Work::fits), new Term("10^6 rows", w -> w.scores() / MEGA));
      case JVM ->
          List.of(
              START,
              new Term("fit", Work::fits),
              new Term("10^6 rows", w -> w.scores() / MEGA),
              new Term("GB of arrays", w -> TopicBytes.arrays(w) / GIGA));
      case BROKER ->
          List.of(
              START,
              new Term("fit", Work::fits),
              new Term("GB of arrays", w -> TopicBytes.arrays(w) / GIGA));
    };
  }

  /** Terms of the database's bytes. */
  static List<Term> ofDatabase() {
    return List.of(START, new Term("fit", Work::fits), new Term("row", Work::scores));
  }
}
