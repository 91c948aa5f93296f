package org.entrain.results;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;

/**
 * Writes what the bands of joint models have in a fit, one row per band and voxel, means over
 * folds. The rows are replaced with their fit.
 */
final class BandWriter {

  private BandWriter() {}

  /** Creates the table where it is not there yet. */
  static void prepare(Statement statement) throws SQLException {
    statement.execute(
        "CREATE TABLE IF NOT EXISTS band_scores(fit BIGINT, band VARCHAR, voxel INTEGER,"
            + " weight DOUBLE, r2 DOUBLE, variance DOUBLE)");
  }

  static void delete(Statement statement, long fit) throws SQLException {
    statement.execute("DELETE FROM band_scores WHERE fit = " + fit);
  }

  /** Appends the bands of fits, by their numbers; of most fits there are none. */
  static void append(DuckDBConnection connection, Map<Long, FitBlocks> fits) throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("band_scores")) {
      for (Map.Entry<Long, FitBlocks> fit : fits.entrySet()) {
        for (Score block : fit.getValue().blocks()) {
          append(appender, fit.getKey(), block);
        }
      }
    }
  }

  private static void append(DuckDBAppender appender, long fit, Score block) throws SQLException {
    double[] weights = Vectors.doubles(block.getBandWeights());
    double[] r2 = Vectors.doubles(block.getBandR2());
    double[] variance = Vectors.doubles(block.getBandVariance());
    int voxels = block.getVoxels();
    for (int cell = 0; cell < weights.length; cell++) {
      appender.beginRow();
      appender.append(fit).append(block.getBands().get(cell / voxels));
      appender.append(block.getFirstVoxel() + cell % voxels);
      appender.append(weights[cell]).append(r2[cell]).append(variance[cell]);
      appender.endRow();
    }
  }
}
