package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels as they are stored, a property at a time. */
final class LabelQuery {

  /** What was read of one property. */
  private static final class Column {
    final List<String> classes = new ArrayList<>();
    final List<String> raw = new ArrayList<>();
    final List<Integer> sentences = new ArrayList<>();
  }

  private record Key(String stimulus, String property) {}

  private LabelQuery() {}

  static List<PropertyLabels> ask(Connection connection) throws SQLException {
    Map<Key, Column> columns = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT stimulus, property, class, raw, sentence FROM annotations"
                    + " ORDER BY stimulus, property, word")) {
      while (row.next()) {
        Column column =
            columns.computeIfAbsent(
                new Key(row.getString(1), row.getString(2)), absent -> new Column());
        column.classes.add(row.getString(3));
        @Nullable String raw = row.getString(4);
        if (raw != null) {
          column.raw.add(raw);
        }
        int sentence = row.getInt(5);
        if (!row.wasNull()) {
          column.sentences.add(sentence);
        }
      }
    }
    List<PropertyLabels> labels = new ArrayList<>();
    columns.forEach(
        (key, column) ->
            labels.add(
                new PropertyLabels(
                    key.stimulus(),
                    key.property(),
                    column.classes,
                    column.raw.size() == column.classes.size() ? column.raw : List.of(),
                    column.sentences.size() == column.classes.size()
                        ? column.sentences
                        : List.of())));
    return labels;
  }
}
