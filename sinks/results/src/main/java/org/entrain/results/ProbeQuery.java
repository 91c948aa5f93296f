package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Probes with their removals, of every name of a checkpoint. */
final class ProbeQuery {

  private ProbeQuery() {}

  static List<ProbeScore> ask(Connection connection) throws SQLException {
    List<ProbeScore> scores = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT n.model, n.step, p.layer, p.property, p.accuracy_before,"
                    + " p.accuracy_after, p.chance, p.accuracy_shuffled, r.method, r.\"lambda\","
                    + " n.kind = 'RANDOM', c.hidden_size FROM named_units n"
                    + " JOIN checkpoints c USING (model, step)"
                    + " JOIN probes p USING (unit) JOIN removals r USING (unit, layer, property)"
                    + " ORDER BY n.model, p.property, n.step, p.layer")) {
      while (row.next()) {
        scores.add(
            new ProbeScore(
                row.getString(1),
                row.getLong(2),
                row.getInt(3),
                row.getString(4),
                row.getDouble(5),
                row.getDouble(6),
                row.getDouble(7),
                shuffled(row),
                row.getString(9),
                row.getDouble(10),
                row.getBoolean(11),
                row.getInt(12)));
      }
    }
    return scores;
  }

  private static OptionalDouble shuffled(ResultSet row) throws SQLException {
    double accuracy = row.getDouble(8);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(accuracy);
  }
}
