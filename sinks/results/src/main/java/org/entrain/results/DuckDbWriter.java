package org.entrain.results;

import java.sql.Connection;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Writes to DuckDB by its appender: JDBC batches reach a thousand rows a second. */
record DuckDbWriter(DuckDBConnection duckDb) implements StoreWriter {

  @Override
  public Connection connection() {
    return duckDb;
  }

  @Override
  public RowAppender append(String table) throws SQLException {
    return new Appender(
        StagedTable.isStaging(table)
            ? duckDb.createAppender("temp", "main", table)
            : duckDb.createAppender(table));
  }

  private record Appender(DuckDBAppender rows) implements RowAppender {

    @Override
    public void beginRow() throws SQLException {
      rows.beginRow();
    }

    @Override
    public RowAppender add(int value) throws SQLException {
      rows.append(value);
      return this;
    }

    @Override
    public RowAppender add(long value) throws SQLException {
      rows.append(value);
      return this;
    }

    @Override
    public RowAppender add(double value) throws SQLException {
      rows.append(value);
      return this;
    }

    @Override
    public RowAppender add(String value) throws SQLException {
      rows.append(value);
      return this;
    }

    @Override
    public RowAppender add(byte[] value) throws SQLException {
      rows.append(value);
      return this;
    }

    @Override
    public RowAppender addNull() throws SQLException {
      rows.appendNull();
      return this;
    }

    @Override
    public void endRow() throws SQLException {
      rows.endRow();
    }

    @Override
    public void close() throws SQLException {
      rows.close();
    }
  }
}
