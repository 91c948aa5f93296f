package org.entrain.results;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Writes to PostgreSQL by binary COPY. */
record PostgresWriter(Connection connection) implements StoreWriter {

  @Override
  public RowAppender append(String table) throws SQLException {
    return new PostgresAppender(
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)"));
  }

  /**
   * Brings the new pages into the index by ranges: pages that are not in it are read for every
   * question until the next vacuum.
   */
  @Override
  public void appended(String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT brin_summarize_new_values('%s_by_fit')".formatted(table));
    }
  }
}
