package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What contradicts itself in a database: every stored fit has a score for each of its voxels and
 * folds, and every score a fit. Reads all rows.
 */
final class StoredFaults {

  private static final String SCORES =
      """
      SELECT u.unit || '/' || u.layer || '/' || u.variant || '/' || u.participant,
        CAST(u.voxels AS BIGINT) * u.folds, coalesce(s.n, 0), coalesce(s.cells, 0)
      FROM score_units u LEFT JOIN (
        SELECT fit, count(*) AS n, count(DISTINCT CAST(voxel AS BIGINT) * 4096 + fold) AS cells
        FROM scores GROUP BY fit) s USING (fit)
      WHERE coalesce(s.n, 0) <> CAST(u.voxels AS BIGINT) * u.folds OR s.cells <> s.n
      ORDER BY 1
      """;

  private static final String FOLDS =
      """
      SELECT u.unit || '/' || u.layer || '/' || u.variant || '/' || u.participant, u.folds,
        coalesce(f.n, 0)
      FROM score_units u LEFT JOIN (
        SELECT fit, count(*) AS n FROM fold_scores GROUP BY fit) f USING (fit)
      WHERE f.n <> u.folds ORDER BY 1
      """;

  private static final String TWICE =
      """
      SELECT unit || '/' || layer || '/' || variant || '/' || participant, count(*)
      FROM score_units GROUP BY unit, layer, variant, participant HAVING count(*) > 1
      """;

  private static final String ORPHANS =
      "SELECT count(*) FROM scores WHERE fit NOT IN (SELECT fit FROM score_units)";

  private StoredFaults() {}

  /** Faults, one line each; none in a sound database. */
  static List<String> ask(Connection connection) throws SQLException {
    List<String> faults = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(SCORES)) {
        while (row.next()) {
          faults.add(
              "fit %s: expected %,d scores, found %,d of %,d voxels and folds"
                  .formatted(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
        }
      }
      try (ResultSet row = statement.executeQuery(FOLDS)) {
        while (row.next()) {
          faults.add(
              "fit %s: expected means of %d folds, found %d"
                  .formatted(row.getString(1), row.getInt(2), row.getInt(3)));
        }
      }
      try (ResultSet row = statement.executeQuery(TWICE)) {
        while (row.next()) {
          faults.add("fit %s is there %d times".formatted(row.getString(1), row.getInt(2)));
        }
      }
      try (ResultSet row = statement.executeQuery(ORPHANS)) {
        row.next();
        if (row.getLong(1) > 0) {
          faults.add("%,d scores belong to no fit".formatted(row.getLong(1)));
        }
      }
    }
    return faults;
  }
}
