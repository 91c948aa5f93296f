package org.entrain.bench.cost;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What the model says beside what was measured, as tables of Markdown. */
final class Comparison {

  private static final double MEBI = 1 << 20;

  private Comparison() {}

  /** A sentence that says what a run computes. */
  static String shape(Work w) {
    return String.format(
        Locale.ROOT,
        "%d checkpoints × %d layers of %d, %d people × %,d voxels, %d rows, %d lags, %,d permutations.%n%n",
        w.checkpoints(),
        w.layers(),
        w.model().hidden(),
        w.participants(),
        w.voxels(),
        w.rows(),
        w.lags(),
        w.permutations());
  }

  /** Predicted and measured of one run. */
  static String of(CostModel model, Measurement run) {
    StringBuilder text =
        new StringBuilder(
            "| what | predicted | measured | predicted / measured |\n|---|---|---|---|\n");
    row(text, "CPU-s in all", model.cpu(run.work()), run.cpuSeconds());
    for (Part part : Part.values()) {
      row(
          text,
          "CPU-s, " + part.name().toLowerCase(Locale.ROOT),
          model.cpu(part, run.work()),
          Objects.requireNonNull(run.cpu().get(part)));
    }
    for (String topic : Measurement.TOPICS) {
      row(
          text,
          "MiB, " + topic,
          model.bytes(topic, run.work()) / MEBI,
          Objects.requireNonNull(run.bytes().get(topic)) / MEBI);
    }
    row(text, "MiB, database", model.database(run.work()) / MEBI, run.database() / MEBI);
    row(text, "wall time, s", model.wall(run.work()), run.wall());
    return text.toString();
  }

  private static void row(StringBuilder text, String name, double predicted, double measured) {
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %.1f | %.1f | %.2f |%n",
            name,
            predicted,
            measured,
            predicted / measured));
  }

  /** CPU-seconds of every run that the model is fitted to. */
  static String residuals(CostModel model, List<Measurement> runs) {
    StringBuilder text =
        new StringBuilder(
            "| checkpoints × layers, H | people × voxels | rows, lags | permutations |"
                + " CPU-s fitted | measured | embedding | encoding |\n"
                + "|---|---|---|---|---|---|---|---|\n");
    for (Measurement run : runs) {
      Work w = run.work();
      text.append(
          String.format(
              Locale.ROOT,
              "| %d × %d, %d | %d × %,d | %d, %d | %,d | %.1f | %.1f | %.1f of %.1f | %.1f of %.1f |%n",
              w.checkpoints(),
              w.layers(),
              w.model().hidden(),
              w.participants(),
              w.voxels(),
              w.rows(),
              w.lags(),
              w.permutations(),
              model.cpu(w),
              run.cpuSeconds(),
              model.cpu(Part.EMBEDDING, w),
              run.cpu().get(Part.EMBEDDING),
              model.cpu(Part.ENCODING, w),
              run.cpu().get(Part.ENCODING)));
    }
    return text.toString();
  }
}
