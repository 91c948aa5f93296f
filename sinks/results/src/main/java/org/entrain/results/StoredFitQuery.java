package org.entrain.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The selected fits, in the order of every export. */
final class StoredFitQuery {

  private static final String QUERY =
      "SELECT model, step, layer, variant, participant, kind, unit, settings, recording, engine,"
          + " \"rows\", voxels, folds, permutations, constant_columns, mean_r, low_end_share,"
          + " high_end_share, fit FROM named_fits WHERE ? OR kind NOT IN ('WORD_RATE', 'RANDOM')"
          + " ORDER BY model, step, layer, variant, participant";

  private StoredFitQuery() {}

  static List<StoredFit> ask(Connection connection, Selection selection) throws SQLException {
    List<StoredFit> fits = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setBoolean(1, selection.baselines());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (selection.variant(row.getString(4))) {
            fits.add(fit(row));
          }
        }
      }
    }
    return fits;
  }

  private static StoredFit fit(ResultSet row) throws SQLException {
    return new StoredFit(
        row.getString(1),
        row.getLong(2),
        row.getInt(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getInt(11),
        row.getInt(12),
        row.getInt(13),
        row.getInt(14),
        row.getInt(15),
        row.getDouble(16),
        row.getDouble(17),
        row.getDouble(18),
        row.getLong(19));
  }
}
