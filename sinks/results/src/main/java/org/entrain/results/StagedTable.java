package org.entrain.results;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are replaced by key. Rows go through the appender into a temporary table, and
 * from there by two statements into the table itself: JDBC batches reach a thousand rows a second,
 * this hundreds of thousands.
 *
 * @param name name of the table
 * @param keys number of leading columns that are the key
 * @param columns columns with their types, as in DDL
 */
record StagedTable(String name, int keys, String columns) {

  String ddl() {
    return "CREATE TABLE %s(%s)".formatted(name, columns);
  }

  String stagingDdl() {
    return "CREATE TEMP TABLE IF NOT EXISTS %s(%s)".formatted(staging(), columns);
  }

  /** Replaces rows; of several with the same key the last one stays. */
  void replace(DuckDBConnection connection, List<@Nullable Object[]> rows) throws SQLException {
    Map<List<@Nullable Object>, @Nullable Object[]> last = new LinkedHashMap<>();
    for (@Nullable Object[] row : rows) {
      last.put(Arrays.asList(row).subList(0, keys), row);
    }
    replaceAll(connection, last.values());
  }

  /** Removes all rows with the key of one of these rows, then adds these rows, all of them. */
  void replaceAll(DuckDBConnection connection, Collection<@Nullable Object[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    stage(connection, rows);
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM %s t USING %s s WHERE %s".formatted(name, staging(), match()));
      statement.execute("INSERT INTO %s SELECT * FROM %s".formatted(name, staging()));
      statement.execute("DELETE FROM " + staging());
    }
  }

  private void stage(DuckDBConnection connection, Collection<@Nullable Object[]> rows)
      throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("temp", "main", staging())) {
      for (@Nullable Object[] row : rows) {
        appender.beginRow();
        for (Object value : row) {
          append(appender, value);
        }
        appender.endRow();
      }
    }
  }

  private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (value instanceof Integer number) {
      appender.append(number.intValue());
    } else if (value instanceof Long number) {
      appender.append(number.longValue());
    } else if (value instanceof Double number) {
      appender.append(number.doubleValue());
    } else if (value instanceof byte[] bytes) {
      appender.append(bytes);
    } else {
      appender.append(value.toString());
    }
  }

  private String staging() {
    return "staged_" + name;
  }

  private String match() {
    List<String> equalities = new ArrayList<>();
    for (String column : columns.split(",", keys + 1)) {
      String key = column.strip().split(" ", 2)[0];
      if (equalities.size() < keys) {
        equalities.add("t.%s = s.%s".formatted(key, key));
      }
    }
    return String.join(" AND ", equalities);
  }
}
