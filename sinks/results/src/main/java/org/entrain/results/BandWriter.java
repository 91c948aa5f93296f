package org.entrain.results;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the bands of joint models have in a fit, means over folds: one row per band and
 * voxel, and one per band with the means over voxels. The rows are replaced with their fit.
 */
final class BandWriter {

  /** Sums over voxels. */
  private static final class Sums {
    double weight;
    double r2;
    double variance;
    long voxels;
  }

  private BandWriter() {}

  /** Appends the bands of fits, by their numbers; of most fits there are none. */
  static void append(StoreWriter store, Map<Long, FitBlocks> fits) throws SQLException {
    List<@Nullable Object[]> means = new ArrayList<>();
    try (RowAppender appender = store.append("band_scores")) {
      for (Map.Entry<Long, FitBlocks> fit : fits.entrySet()) {
        Map<String, Sums> sums = new LinkedHashMap<>();
        for (Score block : fit.getValue().scores()) {
          append(appender, fit.getKey(), block, sums);
        }
        sums.forEach(
            (band, sum) ->
                means.add(
                    new @Nullable Object[] {
                      fit.getKey(),
                      band,
                      sum.weight / sum.voxels,
                      sum.r2 / sum.voxels,
                      sum.variance / sum.voxels
                    }));
      }
    }
    if (!means.isEmpty()) {
      store.appended("band_scores");
      Tables.BAND_MEANS.replaceAll(store, means);
    }
  }

  private static void append(RowAppender appender, long fit, Score block, Map<String, Sums> sums)
      throws SQLException {
    double[] weights = Vectors.doubles(block.getBandWeights());
    double[] r2 = Vectors.doubles(block.getBandR2());
    double[] variance = Vectors.doubles(block.getBandVariance());
    int voxels = block.getVoxels();
    for (int cell = 0; cell < weights.length; cell++) {
      String band = block.getBands().get(cell / voxels);
      appender.beginRow();
      appender.add(fit).add(band).add(block.getFirstVoxel() + cell % voxels);
      appender.add(weights[cell]).add(r2[cell]).add(variance[cell]);
      appender.endRow();
      Sums sum = sums.computeIfAbsent(band, absent -> new Sums());
      sum.weight += weights[cell];
      sum.r2 += r2[cell];
      sum.variance += variance[cell];
      sum.voxels++;
    }
  }
}
