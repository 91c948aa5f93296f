package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entrain.results.Accounting.Duplicate;
import org.entrain.results.Accounting.Failure;
import org.entrain.results.Accounting.StageCount;
import org.entrain.results.Accounting.Trs;
import org.entrain.results.Accounting.Units;
import org.entrain.results.Accounting.Words;

/** Accounts from plans, the ledger of fits, and progress. */
final class AccountingQuery {

  /** A row of an answer to a record. */
  @FunctionalInterface
  private interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /**
   * Weights announced, one row each. A participant counts from the first fit on; a unit is scored
   * when each of its layers has the initial fit of each participant and no work on it is open. A
   * fit needs all words of the unit: units with a fit have all of them embedded, and what a worker
   * that was killed told last of its task leaves them scored. Loading a model is no work on a unit:
   * such a worker may have told of its beginning only, and when it fails the tasks say why. A fit
   * that was begun may never be asked for again; those that are owed are counted. A property that
   * cannot be removed fails alone.
   *
   * <p>What is wanted of a unit is 0 (active), 1 (paused) or 2 (cancelled): that of the most active
   * of its names, or, where only fits of some participants are missing, that of the most active of
   * those, whichever is less active.
   */
  private static final String UNITS =
      """
      WITH steered AS (
        SELECT target, name, CASE state WHEN 'ACTIVE' THEN 0 WHEN 'PAUSED' THEN 1 ELSE 2 END AS wanted
        FROM steering),
      participant_wanted AS (
        SELECT participant, coalesce(wanted, 0) AS wanted
        FROM (SELECT DISTINCT participant FROM score_units) known
        LEFT JOIN steered ON target = 'PARTICIPANT' AND name = participant),
      participants AS (
        SELECT count(*) AS n, count(*) FILTER (WHERE wanted = 0) AS active,
          count(*) FILTER (WHERE wanted = 1) AS paused
        FROM participant_wanted),
      fits AS (
        SELECT unit, count(*) AS n, count(*) FILTER (WHERE wanted = 0) AS active,
          count(*) FILTER (WHERE wanted = 1) AS paused
        FROM score_units JOIN participant_wanted USING (participant)
        WHERE variant = 'initial' GROUP BY unit),
      work AS (
        SELECT unit, bool_or(state = 'FAILED') AS failed,
          bool_or(state IN ('WAITING', 'RUNNING')) FILTER (WHERE stage NOT IN ('embedding', 'features', 'encoding')) AS open,
          bool_and(state = 'DONE') FILTER (WHERE stage = 'features') AS featured
        FROM progress WHERE stage NOT IN ('loading', 'properties') GROUP BY unit),
      announced AS (
        SELECT identity, min(coalesce(wanted, 0)) AS wanted
        FROM checkpoints
        LEFT JOIN steered ON target = 'CHECKPOINT' AND name = model || '@' || step
        GROUP BY identity),
      states AS (
        SELECT p.unit, p.stimulus, p.words, p.skipped_words, p.trs, p.kept_trs,
          coalesce(p.cause IS NOT NULL OR w.failed, false) AS failed,
          coalesce(f.n, 0) > 0 OR coalesce(w.featured, false) AS embedded,
          coalesce(f.n >= p.layer_count * participants.n AND f.n > 0, false)
            AND NOT coalesce(w.open, false) AS scored,
          greatest(a.wanted, CASE
            WHEN p.unit IS NULL OR coalesce(f.n, 0) >= p.layer_count * participants.n THEN 0
            WHEN coalesce(f.active, 0) < p.layer_count * participants.active THEN 0
            WHEN coalesce(f.paused, 0) < p.layer_count * participants.paused THEN 1
            ELSE 2 END) AS wanted
        FROM announced a CROSS JOIN participants
        LEFT JOIN current_plans p USING (identity)
        LEFT JOIN fits f ON f.unit = p.unit LEFT JOIN work w ON w.unit = p.unit)
      """;

  private static final String WORDS =
      UNITS
          + """
          SELECT coalesce(sum(words), 0),
            coalesce(sum(words - skipped_words) FILTER (WHERE embedded), 0),
            coalesce(sum(skipped_words) FILTER (WHERE embedded OR NOT failed), 0),
            coalesce(sum(words) FILTER (WHERE failed AND NOT embedded), 0),
            coalesce(sum(words - skipped_words) FILTER (WHERE NOT failed AND NOT embedded), 0)
          FROM states
          """;

  private static final String TRS =
      """
      SELECT coalesce(sum(trs), 0), coalesce(sum(kept), 0), coalesce(sum(trs - kept), 0)
      FROM (SELECT stimulus, max(trs) AS trs, max(kept_trs) AS kept
        FROM current_plans WHERE cause IS NULL GROUP BY stimulus) stories
      """;

  private static final String UNIT_COUNTS =
      UNITS
          + """
          SELECT count(*), count(*) FILTER (WHERE scored AND NOT failed), count(*) FILTER (WHERE failed),
            count(*) FILTER (WHERE NOT scored AND NOT failed AND wanted = 0),
            count(*) FILTER (WHERE NOT scored AND NOT failed AND wanted = 1),
            count(*) FILTER (WHERE NOT scored AND NOT failed AND wanted = 2) FROM states
          """;

  private static final String STAGES =
      """
      SELECT stage, count(*) FILTER (WHERE state = 'WAITING'), count(*) FILTER (WHERE state = 'RUNNING'),
        count(*) FILTER (WHERE state = 'DONE'), count(*) FILTER (WHERE state = 'FAILED'),
        sum(expected), sum(done), sum(skipped), sum(failed), sum(seconds)
      FROM progress GROUP BY stage ORDER BY stage
      """;

  private static final String FAILURES =
      """
      SELECT stage, CASE name WHEN '' THEN unit ELSE name END AS named, part,
        coalesce(cause, 'no cause given')
      FROM progress WHERE state = 'FAILED' AND stage <> 'loading'
      UNION
      SELECT 'planner', model || '@' || step, '', p.cause FROM current_plans p
      WHERE p.cause IS NOT NULL AND identity IN (SELECT identity FROM checkpoints) AND unit NOT IN (SELECT unit FROM progress WHERE state = 'FAILED')
      ORDER BY 1, 2, 3, 4
      """;

  private static final String DUPLICATES =
      """
      SELECT identity, model, step FROM checkpoints
      WHERE identity IN (SELECT identity FROM checkpoints GROUP BY identity HAVING count(*) > 1)
      ORDER BY model, step
      """;

  private AccountingQuery() {}

  static Accounting ask(Connection connection) throws SQLException {
    return new Accounting(
        list(connection, WORDS, AccountingQuery::words).get(0),
        list(connection, TRS, r -> new Trs(r.getLong(1), r.getLong(2), r.getLong(3))).get(0),
        list(connection, UNIT_COUNTS, AccountingQuery::units).get(0),
        list(connection, STAGES, AccountingQuery::stage),
        list(connection, FAILURES, AccountingQuery::failure),
        duplicates(connection));
  }

  private static Words words(ResultSet row) throws SQLException {
    return new Words(
        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
  }

  private static Units units(ResultSet row) throws SQLException {
    return new Units(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6));
  }

  private static StageCount stage(ResultSet row) throws SQLException {
    return new StageCount(
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getDouble(10));
  }

  private static Failure failure(ResultSet row) throws SQLException {
    return new Failure(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
  }

  private static List<Duplicate> duplicates(Connection connection) throws SQLException {
    Map<String, List<String>> names = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(DUPLICATES)) {
      while (row.next()) {
        names
            .computeIfAbsent(row.getString(1), absent -> new ArrayList<>())
            .add(row.getString(2) + "@" + row.getLong(3));
      }
    }
    return names.entrySet().stream().map(e -> new Duplicate(e.getKey(), e.getValue())).toList();
  }

  private static <T> List<T> list(Connection connection, String query, Mapper<T> mapper)
      throws SQLException {
    List<T> answers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        answers.add(mapper.map(row));
      }
    }
    return answers;
  }
}
