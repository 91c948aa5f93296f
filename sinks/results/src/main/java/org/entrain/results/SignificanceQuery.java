package org.entrain.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Voxels whose r is significant, corrected by Benjamini–Hochberg (1995): of m ordered p-values all
 * up to the largest p(i) with p(i) · m / i &lt; q are. A family is everything that is tested for a
 * participant, over models, steps, layers and variants; a baseline is a family of its own.
 *
 * <p>Permutations give few different p-values, so equal ones are counted first and only their
 * counts are sorted: millions of voxels need memory for thousands of rows. Checkpoints with equal
 * weights count once.
 */
final class SignificanceQuery {

  private static final String QUERY =
      "WITH fits AS (SELECT f.fit, f.participant, u.family FROM score_units f JOIN (SELECT"
          + " DISTINCT unit, CASE WHEN kind IN ('WORD_RATE', 'RANDOM') THEN model ELSE '' END AS"
          + " family FROM named_units WHERE cause IS NULL) u USING (unit)),"
          // A voxel's p stands in the rows of all its folds: the first one's are enough.
          + " tested AS (SELECT fit, p FROM scores WHERE fold = 0 AND p IS NOT NULL),"
          + " counted AS (SELECT participant, family, p, count(*) AS voxels"
          + " FROM tested JOIN fits USING (fit) GROUP BY ALL),"
          + " adjusted AS (SELECT participant, family, p,"
          + " p * sum(voxels) OVER (PARTITION BY participant, family)"
          + " / sum(voxels) OVER (PARTITION BY participant, family ORDER BY p) AS q FROM counted),"
          + " limits AS (SELECT participant, family, max(p) AS highest FROM adjusted WHERE q < ?"
          + " GROUP BY ALL),"
          + " shares AS (SELECT fit, avg(CASE WHEN p <= highest THEN 1.0 ELSE 0.0 END) AS share"
          + " FROM tested JOIN fits USING (fit) LEFT JOIN limits USING (participant, family)"
          + " GROUP BY fit)"
          + " SELECT model, step, layer, variant, participant, share"
          + " FROM named_fits JOIN shares USING (fit)"
          + " ORDER BY model, step, variant, layer, participant";

  private SignificanceQuery() {}

  static List<SignificantShare> ask(Connection connection) throws SQLException {
    List<SignificantShare> shares = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setDouble(1, SignificantShare.LEVEL);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          shares.add(
              new SignificantShare(
                  row.getString(1),
                  row.getLong(2),
                  row.getInt(3),
                  row.getString(4),
                  row.getString(5),
                  row.getDouble(6)));
        }
      }
    }
    return shares;
  }
}
