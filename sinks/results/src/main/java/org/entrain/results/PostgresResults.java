package org.entrain.results;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.entrain.common.InvalidInputException;

/**
 * Results in a PostgreSQL database. One process writes: it holds an advisory lock on the schema for
 * as long as its connection lasts. Any number read meanwhile.
 */
final class PostgresResults implements ResultStore {

  /** First key of the advisory lock; the second one is the schema's number. */
  private static final int LOCK = 0x656E7472;

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final PostgresAddress address;
  private final boolean writable;
  private final Connection connection;
  private final ResultQueries queries;

  private PostgresResults(PostgresAddress address, boolean writable, Connection connection) {
    this.address = address;
    this.writable = writable;
    this.connection = connection;
    PostgresDataSource source = new PostgresDataSource(address);
    queries =
        new ResultQueries(
            () -> {
              Connection reader = source.getConnection();
              reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
              reader.setReadOnly(true);
              return reader;
            });
  }

  /**
   * Opens a database.
   *
   * @throws InvalidInputException if it cannot be reached or used, or another process writes to it
   */
  static PostgresResults open(PostgresAddress address, boolean writable) {
    return new PostgresResults(address, writable, connect(address, writable));
  }

  /** A connection to a database that is as this version needs it. */
  static Connection connect(PostgresAddress address, boolean writable) {
    PostgresAddress patient = writable ? address.forUpgrade() : address;
    Connection connection;
    try {
      connection = new PostgresDataSource(patient).getConnection();
    } catch (SQLException e) {
      throw PostgresFaults.refused(address.place(), e);
    }
    try {
      if (writable) {
        lock(address, connection);
      }
      new PostgresSchema(patient, connection).prepare(writable);
      if (writable) {
        Tables.prepare(connection);
        new Backfill(new PostgresWriter(connection)).run();
      } else {
        Backfill.requireDone(connection, address.place());
      }
      connection.setNetworkTimeout(Runnable::run, address.silenceMs());
      return connection;
    } catch (SQLException e) {
      closeQuietly(connection, e);
      if (PostgresFaults.isPermission(e)) {
        throw PostgresFaults.forbidden(address.place(), e);
      }
      throw new ResultStoreException("prepare " + address.place(), e);
    } catch (RuntimeException e) {
      closeQuietly(connection, e);
      throw e;
    }
  }

  /** Waits a little: a process that was killed is missed by the server only after a while. */
  private static void lock(PostgresAddress address, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '3s'");
      statement.execute(
          "SELECT pg_advisory_lock(%d, oid::bigint::bit(32)::int) FROM pg_namespace".formatted(LOCK)
              + " WHERE nspname = current_schema()");
      statement.execute("RESET lock_timeout");
    } catch (SQLException e) {
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      throw new InvalidInputException(
          address.place(),
          "database",
          "one that nobody else writes results to",
          "another process does",
          "Stop the other `entrain worker results`, or name another database.",
          e);
    }
  }

  @Override
  public ResultSink sink() {
    if (!writable) {
      throw new IllegalStateException(address.place() + " is open to read only");
    }
    return new SqlSink(new PostgresWriter(connection));
  }

  @Override
  public ResultQueries queries() {
    return queries;
  }

  @Override
  public String place() {
    return address.place();
  }

  @Override
  public void close() {
    try (Statement statement = connection.createStatement()) {
      // The server misses the connection only some time after it is closed.
      statement.execute("SELECT pg_advisory_unlock_all()");
      statement.close();
      connection.close();
    } catch (SQLException e) {
      throw new ResultStoreException("close " + address.place(), e);
    }
  }

  private static void closeQuietly(Connection connection, Exception reason) {
    try {
      connection.close();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
