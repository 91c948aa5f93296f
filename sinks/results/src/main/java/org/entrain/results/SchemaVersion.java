package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.entrain.common.InvalidInputException;

/**
 * Version of a database's tables, in its table {@code schema_version}, which every migration raises
 * by one.
 */
final class SchemaVersion {

  /** Version that this code reads and writes. */
  static final int NEWEST = 8;

  private final Connection connection;
  private final String place;

  /**
   * @param place what to call the database in messages
   */
  SchemaVersion(Connection connection, String place) {
    this.connection = connection;
    this.place = place;
  }

  /**
   * Which version is there.
   *
   * @return 0 if the table has none
   */
  int read() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT version FROM schema_version")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  /**
   * Refuses all versions but the newest, or those that can be brought to it.
   *
   * @param found 0 for a database of something else
   * @param writable whether it can be brought to the newest
   * @param otherwise what to do about a database that is none of ours, without a full stop
   */
  void check(int found, boolean writable, String otherwise) {
    if (found == NEWEST || writable && found > 0 && found < NEWEST) {
      return;
    }
    throw new InvalidInputException(
        place,
        "schema version",
        Integer.toString(NEWEST),
        found <= 0 ? "a database of something else" : Integer.toString(found),
        remedy(found, otherwise));
  }

  private static String remedy(int found, String otherwise) {
    if (found > NEWEST) {
      return "Use the newer entrain that wrote it. Otherwise: " + otherwise + ".";
    }
    return found > 0
        ? "Make it writable: it is brought to this version when it is opened to write."
        : otherwise + ", and run again.";
  }
}
