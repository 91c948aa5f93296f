package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Layers as the inner folds choose them, from the ledger of fits and folds: no score is read. */
final class ChoiceQuery {

  /** Whose layers are chosen among; steps apart, even if their weights are equal. */
  record Key(String model, long step, String variant) {}

  private record Chooser(Key key, String participant) {}

  /**
   * Per outer fold the layer with the largest inner R², the lower one on a tie; nothing for a
   * participant with a layer whose inner R² is unknown.
   */
  private static final String QUERY =
      """
      WITH folds AS (
        SELECT f.model, f.step, f.variant, f.participant, s.fold, f.layer, s.inner_r2, s.mean_r,
          s.mean_accuracy, count(*) OVER chooser = count(s.inner_r2) OVER chooser AS known,
          row_number() OVER (
            PARTITION BY f.model, f.step, f.variant, f.participant, s.fold
            ORDER BY s.inner_r2 DESC NULLS LAST, f.layer) AS place
        FROM named_fits f JOIN fold_scores s USING (fit)
        WINDOW chooser AS (PARTITION BY f.model, f.step, f.variant, f.participant))
      SELECT model, step, variant, participant, fold, layer, inner_r2, mean_r, mean_accuracy
      FROM folds WHERE known AND place = 1
      ORDER BY model, step, variant, participant, fold
      """;

  private ChoiceQuery() {}

  /** Choices by participant. */
  static Map<Key, SortedMap<String, LayerChoice>> ask(Connection connection) throws SQLException {
    Map<Chooser, List<LayerChoice.Fold>> folds = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      while (row.next()) {
        Key key = new Key(row.getString(1), row.getLong(2), row.getString(3));
        folds
            .computeIfAbsent(new Chooser(key, row.getString(4)), absent -> new ArrayList<>())
            .add(
                new LayerChoice.Fold(
                    row.getInt(5),
                    key.step(),
                    row.getInt(6),
                    row.getDouble(7),
                    row.getDouble(8),
                    optional(row, 9)));
      }
    }
    Map<Key, SortedMap<String, LayerChoice>> choices = new LinkedHashMap<>();
    folds.forEach(
        (chooser, chosen) ->
            choices
                .computeIfAbsent(chooser.key(), absent -> new TreeMap<>())
                .put(chooser.participant(), new LayerChoice(chosen)));
    return choices;
  }

  private static OptionalDouble optional(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
