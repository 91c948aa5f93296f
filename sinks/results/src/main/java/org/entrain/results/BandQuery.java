package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Means of what the bands of joint models have. */
final class BandQuery {

  private BandQuery() {}

  static List<BandShare> ask(Connection connection) throws SQLException {
    List<BandShare> shares = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT f.model, f.step, f.layer, f.variant, f.participant, b.band, b.weight, b.r2,"
                    + " b.variance FROM named_fits f JOIN band_means b USING (fit)"
                    + " ORDER BY model, step, variant, layer, participant, band")) {
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
    return shares;
  }
}
