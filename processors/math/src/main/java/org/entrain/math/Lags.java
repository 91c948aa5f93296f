package org.entrain.math;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Lagged rows: block d of row t is the TR feature at t − lag d of the same run, 0 before the run's
 * start. Lags never cross runs and never look ahead.
 *
 * @param trs lags in TRs, 0 or more, increasing
 */
public record Lags(List<Integer> trs) {

  public Lags {
    trs = List.copyOf(trs);
    if (trs.isEmpty()) {
      throw new IllegalArgumentException("no lags");
    }
    for (int i = 0; i < trs.size(); i++) {
      if (trs.get(i) < 0 || (i > 0 && trs.get(i) <= trs.get(i - 1))) {
        throw new IllegalArgumentException("lags are not 0 or more and increasing: " + trs);
      }
    }
  }

  public static Lags of(int... trs) {
    return new Lags(IntStream.of(trs).boxed().toList());
  }

  /** The largest lag, in TRs. */
  public int max() {
    return trs.get(trs.size() - 1);
  }

  /** Number of lags, D. */
  public int count() {
    return trs.size();
  }

  /**
   * The lagged row of one TR, D·H long.
   *
   * @param trInRun the TR, counted from the start of its run
   * @param width H, length of a TR feature
   * @param feature TR feature by TR of the run; null stands for zeros (a TR without words)
   */
  public float[] row(int trInRun, int width, IntFunction<float @Nullable []> feature) {
    float[] row = new float[count() * width];
    for (int d = 0; d < count(); d++) {
      int source = trInRun - trs.get(d);
      float[] values = source < 0 ? null : feature.apply(source);
      if (values != null) {
        Shapes.same("lengths of TR features", values.length, width);
        System.arraycopy(values, 0, row, d * width, width);
      }
    }
    return row;
  }

  /**
   * Lagged rows of all TRs.
   *
   * @param features TRs × H, not modified
   * @param runOfTr run of every TR; a run's TRs stand together
   * @return TRs × D·H
   */
  public FMatrixRMaj apply(FMatrixRMaj features, int[] runOfTr) {
    Shapes.same("rows", features.numRows, runOfTr.length);
    int width = features.numCols;
    FMatrixRMaj lagged = new FMatrixRMaj(features.numRows, count() * width);
    for (int t = 0; t < features.numRows; t++) {
      for (int d = 0; d < count(); d++) {
        int source = t - trs.get(d);
        if (source >= 0 && runOfTr[source] == runOfTr[t]) {
          System.arraycopy(
              features.data, source * width, lagged.data, t * lagged.numCols + d * width, width);
        }
      }
    }
    return lagged;
  }
}
