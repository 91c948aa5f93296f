package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.entrain.schemas.avro.SourceKind;

/** Checkpoints by model and step. */
final class CheckpointQuery {

  private CheckpointQuery() {}

  static List<AnnouncedCheckpoint> ask(Connection connection) throws SQLException {
    List<AnnouncedCheckpoint> checkpoints = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT c.model, c.step, c.kind, c.identity, c.fingerprint, c.architecture,"
                    + " c.layers, c.hidden_size, c.location, p.unit, p.cause,"
                    + " (SELECT count(*) FROM score_units f JOIN current_plans q USING (unit)"
                    + " WHERE q.identity = c.identity)"
                    + " FROM checkpoints c LEFT JOIN current_plans p ON p.identity = c.identity"
                    + " AND p.unit IN (SELECT unit FROM plans WHERE base_unit IS NULL)"
                    + " ORDER BY c.model, c.step")) {
      while (row.next()) {
        checkpoints.add(
            new AnnouncedCheckpoint(
                row.getString(1),
                row.getLong(2),
                SourceKind.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getInt(7),
                row.getInt(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getLong(12)));
      }
    }
    return checkpoints;
  }
}
