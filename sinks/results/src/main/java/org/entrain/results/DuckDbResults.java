package org.entrain.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.entrain.common.InvalidInputException;

/**
 * The file of results, embedded. One process has it open to write; while it does, no other process
 * can open it, not even to read: commands then ask that process.
 */
public final class DuckDbResults implements ResultStore {

  private final Path file;
  private final boolean writable;
  private final DuckDBConnection connection;
  private final ResultQueries queries;

  private DuckDbResults(Path file, boolean writable, DuckDBConnection connection) {
    this.file = file;
    this.writable = writable;
    this.connection = connection;
    queries = new ResultQueries(connection::duplicate);
  }

  /**
   * Opens a file to write and read; makes it, with its folder, if it is not there.
   *
   * @throws InvalidInputException if another process has it open, or it is not a file of ours
   */
  public static DuckDbResults open(Path file, DuckDbOptions options) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new InvalidInputException(
          file.toString(),
          "folder",
          "a folder that can be written",
          e.toString(),
          "Choose another --state folder.",
          e);
    }
    return connect(file, options, true);
  }

  /**
   * Opens the file of a stopped state to read.
   *
   * @throws InvalidInputException if there is none, another process has it open, or it is not a
   *     file of ours
   */
  public static DuckDbResults openReadOnly(Path file, DuckDbOptions options) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          file.toString(),
          "file",
          "a file of results",
          "none",
          "Run `entrain run` first, or name the right --state folder.");
    }
    return connect(file, options, false);
  }

  @Override
  public ResultSink sink() {
    if (!writable) {
      throw new IllegalStateException(file + " is open to read only");
    }
    return new SqlSink(new DuckDbWriter(connection));
  }

  @Override
  public ResultQueries queries() {
    return queries;
  }

  @Override
  public String place() {
    return file.toString();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new ResultStoreException("close " + file, e);
    }
  }

  private static DuckDbResults connect(Path file, DuckDbOptions options, boolean writable) {
    DuckDBConnection connection = openFile(file, options, writable);
    try {
      DuckDbSchema.prepare(connection, file, writable);
      if (writable) {
        Tables.prepare(connection);
        new Backfill(new DuckDbWriter(connection)).run();
      } else {
        Backfill.requireDone(connection, file.toString());
      }
      return new DuckDbResults(file, writable, connection);
    } catch (SQLException e) {
      closeQuietly(connection, e);
      throw new ResultStoreException("prepare " + file, e);
    } catch (InvalidInputException e) {
      closeQuietly(connection, e);
      throw e;
    }
  }

  private static DuckDBConnection openFile(Path file, DuckDbOptions options, boolean writable) {
    Properties properties = new Properties();
    properties.setProperty("memory_limit", options.memoryMebibytes() + "MiB");
    properties.setProperty("threads", Integer.toString(options.threads()));
    properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, Boolean.toString(!writable));
    try {
      return DriverManager.getConnection("jdbc:duckdb:" + file, properties)
          .unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      throw refused(file, e);
    }
  }

  private static InvalidInputException refused(Path file, SQLException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Could not set lock") || message.contains("used by another process")) {
      return new InvalidInputException(
          file.toString(),
          "file",
          "a file that nobody else has open",
          "another process has it",
          "Stop the other process, or ask it (`entrain status`).",
          e);
    }
    return new InvalidInputException(
        file.toString(),
        "file",
        "a readable file of results",
        message.lines().findFirst().orElse("a fault"),
        "Move the file away or choose another --state folder.",
        e);
  }

  private static void closeQuietly(DuckDBConnection connection, Exception reason) {
    try {
      connection.close();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
