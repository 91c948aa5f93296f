package org.entrain.results;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Writes a file of results anew without the room that replaced rows have left. The fresh file takes
 * the old one's place in one step, so that there is a whole file at any moment.
 */
public final class DuckDbCompaction {

  private static final String FRESH = ".compacting";
  private static final String LOG = ".wal";

  /** Blocks of computations whose fit is stored: they were read again after it was whole. */
  private static final String SUPERSEDED =
      """
      DELETE FROM pending_blocks WHERE EXISTS (
        SELECT 1 FROM score_units u WHERE u.unit = pending_blocks.unit
          AND u.layer = pending_blocks.layer AND u.variant = pending_blocks.variant
          AND u.participant = pending_blocks.participant
          AND u.settings = pending_blocks.settings AND u.recording = pending_blocks.recording)
      """;

  private final Path file;
  private final Path fresh;

  /**
   * @param file file of results that nobody has open
   */
  public DuckDbCompaction(Path file) {
    this.file = file.toAbsolutePath();
    fresh = this.file.resolveSibling(this.file.getFileName() + FRESH);
  }

  /**
   * Compacts the file, if that makes it smaller; brings one of an earlier version to this one.
   *
   * @throws org.entrain.common.InvalidInputException if another process has it open, or it is not a
   *     file of ours
   * @throws IOException if there is no room for the fresh file
   */
  public void run(DuckDbOptions options) throws IOException {
    // Takes in what a killed process left in its log.
    DuckDbResults.open(file, options).close();
    deleteFresh();
    try {
      copy(options);
      requireNoLog(file);
      if (Files.size(fresh) < Files.size(file)) {
        requireNoLog(fresh);
        force(fresh);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (SQLException e) {
      throw new ResultStoreException("compact " + file, e);
    } finally {
      deleteFresh();
    }
  }

  private void copy(DuckDbOptions options) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("memory_limit", options.memoryMebibytes() + "MiB");
    properties.setProperty("threads", Integer.toString(options.threads()));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, properties);
        Statement statement = connection.createStatement()) {
      statement.execute(SUPERSEDED);
      statement.execute("CHECKPOINT");
      statement.execute("ATTACH '%s' AS fresh".formatted(fresh.toString().replace("'", "''")));
      statement.execute("COPY FROM DATABASE \"%s\" TO fresh".formatted(database(statement)));
      requireEqual(statement);
      statement.execute("CHECKPOINT fresh");
      statement.execute("DETACH fresh");
    }
  }

  private static String database(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT current_database()")) {
      row.next();
      return row.getString(1).replace("\"", "\"\"");
    }
  }

  private static void requireEqual(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT (SELECT count(*) FROM scores), (SELECT count(*) FROM fresh.scores),"
                + " (SELECT count(*) FROM score_units), (SELECT count(*) FROM fresh.score_units)")) {
      row.next();
      if (row.getLong(1) != row.getLong(2) || row.getLong(3) != row.getLong(4)) {
        throw new SQLException(
            "the copy has %,d scores of %,d".formatted(row.getLong(2), row.getLong(1)));
      }
    }
  }

  private static void requireNoLog(Path file) {
    Path log = file.resolveSibling(file.getFileName() + LOG);
    if (Files.exists(log)) {
      throw new IllegalStateException(log + " is left: the file alone is not whole");
    }
  }

  private void deleteFresh() throws IOException {
    Files.deleteIfExists(fresh);
    Files.deleteIfExists(fresh.resolveSibling(fresh.getFileName() + LOG));
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
