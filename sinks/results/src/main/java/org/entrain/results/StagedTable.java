package org.entrain.results;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are replaced by key. Rows are appended to a temporary table, and go from there
 * by two statements into the table itself: row by row JDBC is a hundred times slower.
 *
 * @param name name of the table
 * @param keys its leading columns that are the key
 */
record StagedTable(String name, List<String> keys) {

  private static final String STAGING = "staged_";

  static StagedTable of(String name, String... keys) {
    return new StagedTable(name, List.of(keys));
  }

  /** Makes the temporary table, of the same columns; once for every connection. */
  void prepare(Statement statement) throws SQLException {
    statement.execute(
        "CREATE TEMP TABLE %s AS SELECT * FROM %s WHERE 1 = 0".formatted(staging(), name));
  }

  /** Replaces rows; of several with the same key the last one stays. */
  void replace(StoreWriter store, List<@Nullable Object[]> rows) throws SQLException {
    Map<List<@Nullable Object>, @Nullable Object[]> last = new LinkedHashMap<>();
    for (@Nullable Object[] row : rows) {
      last.put(Arrays.asList(row).subList(0, keys.size()), row);
    }
    replaceAll(store, last.values());
  }

  /** Removes all rows with the key of one of these rows, then adds these rows, all of them. */
  void replaceAll(StoreWriter store, Collection<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (RowAppender appender = store.append(staging())) {
      for (@Nullable Object[] row : rows) {
        appender.addRow(row);
      }
    }
    try (Statement statement = store.connection().createStatement()) {
      statement.execute("DELETE FROM %s t USING %s s WHERE %s".formatted(name, staging(), match()));
      statement.execute("INSERT INTO %s SELECT * FROM %s".formatted(name, staging()));
      // Not DELETE: PostgreSQL would keep the rows, since it never vacuums temporary tables by
      // itself.
      statement.execute("TRUNCATE TABLE " + staging());
    }
  }

  /** Whether a table is a temporary one. */
  static boolean isStaging(String table) {
    return table.startsWith(STAGING);
  }

  private String staging() {
    return STAGING + name;
  }

  private String match() {
    return keys.stream()
        .map(key -> "t.%s = s.%s".formatted(key, key))
        .collect(Collectors.joining(" AND "));
  }
}
