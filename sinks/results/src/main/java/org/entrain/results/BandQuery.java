package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Means of what the bands of joint models have; reads every voxel of theirs. */
final class BandQuery {

  private BandQuery() {}

  static List<BandShare> ask(Connection connection) throws SQLException {
    List<BandShare> shares = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (!hasBands(statement)) {
        return shares;
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT model, step, layer, variant, participant, band, avg(weight), avg(r2),"
                  + " avg(b.variance) FROM named_fits JOIN band_scores b USING (fit)"
                  + " GROUP BY ALL ORDER BY model, step, variant, layer, participant, band")) {
        while (row.next()) {
          shares.add(
              new BandShare(
                  row.getString(1),
                  row.getLong(2),
                  row.getInt(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6),
                  row.getDouble(7),
                  row.getDouble(8),
                  row.getDouble(9)));
        }
      }
    }
    return shares;
  }

  /** A file that was last written before there were joint models has no table of them. */
  private static boolean hasBands(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'band_scores'")) {
      return row.next() && row.getInt(1) > 0;
    }
  }
}
