package org.entrain.results;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.postgresql.PGConnection;

/** Writes to PostgreSQL by binary COPY. */
final class PostgresWriter implements StoreWriter {

  private final Connection connection;
  private final Map<String, Integer> batches = new HashMap<>();

  PostgresWriter(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public RowAppender append(String table) throws SQLException {
    return new PostgresAppender(
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)"));
  }

  /**
   * Does what autovacuum would do too late. New pages come into the index by ranges: pages that are
   * not in it are read for every question. Statistics follow the first, second, fourth … batch:
   * without any the index is not used.
   */
  @Override
  public void appended(String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT brin_summarize_new_values('%s_by_fit')".formatted(table));
      if (Integer.bitCount(batches.merge(table, 1, Integer::sum)) == 1) {
        statement.execute("ANALYZE " + table);
      }
    }
  }
}
