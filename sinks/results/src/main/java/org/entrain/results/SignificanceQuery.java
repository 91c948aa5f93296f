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
 * <p>Only p below the accepted rate can be significant, since q is never below p: their counts in
 * every fit, which permutations make few, and the number of tested voxels are stored with it, and
 * no score is read. Checkpoints with equal weights count once.
 */
final class SignificanceQuery {

  /**
   * Common tables up to {@code significant(fit, voxels)}: fits that have a test, and how many of
   * their voxels are significant. One parameter, the accepted rate.
   */
  static final String SIGNIFICANT =
      """
      WITH fits AS (
        SELECT f.fit, f.participant, f.tested, u.family FROM score_units f
        JOIN (SELECT unit,
            min(CASE WHEN kind IN ('WORD_RATE', 'RANDOM') THEN model ELSE '' END) AS family
          FROM named_units WHERE cause IS NULL GROUP BY unit) u USING (unit)
        WHERE f.tested > 0),
      families AS (
        SELECT participant, family, sum(tested) AS tested FROM fits GROUP BY participant, family),
      counted AS (
        SELECT participant, family, p, sum(voxels) AS voxels
        FROM small_p JOIN fits USING (fit) GROUP BY participant, family, p),
      adjusted AS (
        SELECT participant, family, p, p * CAST(tested AS DOUBLE PRECISION)
          / CAST(sum(voxels) OVER (PARTITION BY participant, family ORDER BY p)
            AS DOUBLE PRECISION) AS q
        FROM counted JOIN families USING (participant, family)),
      limits AS (
        SELECT participant, family, max(p) AS highest FROM adjusted WHERE q < ?
        GROUP BY participant, family),
      below AS (
        SELECT fit, sum(s.voxels) AS voxels FROM small_p s JOIN fits USING (fit)
        JOIN limits USING (participant, family) WHERE s.p <= highest GROUP BY fit),
      significant AS (
        SELECT fits.fit, coalesce(below.voxels, 0) AS voxels
        FROM fits LEFT JOIN below ON below.fit = fits.fit)
      """;

  private static final String QUERY =
      SIGNIFICANT
          + """
          SELECT model, step, layer, variant, participant,
            CAST(s.voxels AS DOUBLE PRECISION) / tested
          FROM named_fits JOIN significant s USING (fit)
          ORDER BY model, step, variant, layer, participant
          """;

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
