package org.entrain.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/** Summaries come from the ledger of fits, which holds each fit's mean: no score is read. */
final class SummaryQuery {

  /** A row of the summary; a checkpoint without scores has a row for its perplexity. */
  private record Row(String model, long step, String identity, SourceKind kind, String variant) {}

  private SummaryQuery() {}

  static Summary ask(Connection connection) throws SQLException {
    Map<Row, SortedMap<Integer, SortedMap<String, Double>>> found = new LinkedHashMap<>();
    Map<Row, Double> perplexities = new HashMap<>();
    Map<String, Double> byUnit = perplexities(connection);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT n.model, n.step, n.identity, n.kind, n.unit,"
                    + " coalesce(f.variant, 'initial') AS v, f.layer, f.participant, f.mean_r"
                    + " FROM named_units n"
                    + " LEFT JOIN score_units f USING (unit) WHERE n.cause IS NULL"
                    + " ORDER BY n.model, n.step, v")) {
      while (row.next()) {
        Row key =
            new Row(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                SourceKind.valueOf(row.getString(4)),
                row.getString(6));
        var layers = found.computeIfAbsent(key, absent -> new TreeMap<>());
        // Layers that were added are another unit, without perplexity.
        @Nullable Double perplexity = byUnit.get(row.getString(5));
        if (perplexity != null) {
          perplexities.put(key, perplexity);
        }
        @Nullable String participant = row.getString(8);
        if (participant != null) {
          layers
              .computeIfAbsent(row.getInt(7), absent -> new TreeMap<>())
              .put(participant, row.getDouble(9));
        }
      }
    }
    return new Summary(
        checkpoints(found, ChoiceQuery.ask(connection), perplexities),
        warnings(connection),
        List.of(),
        List.of());
  }

  private static List<CheckpointSummary> checkpoints(
      Map<Row, SortedMap<Integer, SortedMap<String, Double>>> found,
      Map<ChoiceQuery.Key, SortedMap<String, LayerChoice>> choices,
      Map<Row, Double> perplexities) {
    List<CheckpointSummary> checkpoints = new ArrayList<>();
    found.forEach(
        (row, layers) -> {
          List<LayerScore> scores = new ArrayList<>();
          layers.forEach((layer, r) -> scores.add(LayerScore.of(layer, r)));
          @Nullable Double perplexity = perplexities.get(row);
          checkpoints.add(
              new CheckpointSummary(
                  row.model(),
                  row.step(),
                  row.identity(),
                  row.kind(),
                  row.variant(),
                  scores,
                  choices.getOrDefault(
                      new ChoiceQuery.Key(row.model(), row.step(), row.variant()), new TreeMap<>()),
                  perplexity == null ? OptionalDouble.empty() : OptionalDouble.of(perplexity)));
        });
    return checkpoints;
  }

  /** Sum of a unit's parts so far. */
  private static final class Sum {
    double logProbability;
    int tokens;
    int end;
  }

  /**
   * Perplexities of the units whose parts are all there, summed in the order of the text. A part
   * that overlaps the one before it is a duplicate from other chunk sizes and does not count.
   */
  private static Map<String, Double> perplexities(Connection connection) throws SQLException {
    Map<String, Sum> sums = new HashMap<>();
    Map<String, Double> perplexities = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT unit, first_token, tokens, log_probability_sum, scored_tokens"
                    + " FROM perplexity_parts ORDER BY unit, first_token")) {
      while (row.next()) {
        String unit = row.getString(1);
        Sum sum = sums.computeIfAbsent(unit, absent -> new Sum());
        if (row.getInt(2) >= sum.end) {
          sum.end = row.getInt(2) + row.getInt(3);
          sum.tokens += row.getInt(3);
          sum.logProbability += row.getDouble(4);
        }
        if (sum.tokens == row.getInt(5)) {
          perplexities.put(unit, Math.exp(-sum.logProbability / sum.tokens));
        }
      }
    }
    return perplexities;
  }

  private static List<EdgeWarning> warnings(Connection connection) throws SQLException {
    List<EdgeWarning> warnings = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT model, step, layer, variant, participant, low_end_share, high_end_share"
                + " FROM named_fits WHERE greatest(low_end_share, high_end_share) > ?"
                + " ORDER BY model, step, variant, layer, participant")) {
      statement.setDouble(1, EdgeWarning.THRESHOLD);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          warnings.add(
              new EdgeWarning(
                  row.getString(1),
                  row.getLong(2),
                  row.getInt(3),
                  row.getString(4),
                  row.getString(5),
                  row.getDouble(6),
                  row.getDouble(7)));
        }
      }
    }
    return warnings;
  }
}
