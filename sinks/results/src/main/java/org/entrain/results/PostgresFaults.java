package org.entrain.results;

import java.sql.SQLException;
import org.entrain.common.InvalidInputException;

/** What PostgreSQL refuses at the beginning, as a line for the user, by its SQLSTATE. */
final class PostgresFaults {

  private static final String PERMISSION = "42501";

  private PostgresFaults() {}

  /** A connection that was not made. */
  static InvalidInputException refused(String place, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return switch (state) {
      case "28P01" ->
          fault(
              place,
              "password",
              "the user's password",
              "another or none",
              "Set PGPASSWORD, or a line in ~/.pgpass, and PGUSER.",
              e);
      case "28000" ->
          fault(
              place,
              "user",
              "a user who may connect",
              said(e),
              "Set PGUSER, or let the server accept the user (pg_hba.conf).",
              e);
      case "3D000" ->
          fault(
              place,
              "database",
              "a database that is there",
              "none of that name",
              "Make it (createdb), or name another.",
              e);
      case "08004" ->
          fault(
              place,
              "user and password",
              "both",
              said(e),
              "Set PGUSER, and PGPASSWORD or a line in ~/.pgpass.",
              e);
      case "53300", "57P03" ->
          fault(place, "server", "one that takes connections", said(e), "Try again later.", e);
      default ->
          state.startsWith("08")
              ? fault(
                  place,
                  "server",
                  "one that answers",
                  "none",
                  "Start it, or name its host and port.",
                  e)
              : fault(
                  place, "connection", "one to PostgreSQL", said(e), "See the server's log.", e);
    };
  }

  /** A schema in which tables cannot be made. */
  static InvalidInputException notPermitted(String place, String schema, String user) {
    return new InvalidInputException(
        place,
        "schema " + schema,
        "the right to make tables in it",
        "that user " + user + " has none",
        "Let its owner run: GRANT CREATE ON SCHEMA \"" + schema + "\" TO \"" + user + "\".");
  }

  /** Something else that a user has no right to. */
  static InvalidInputException forbidden(String place, SQLException e) {
    return fault(
        place,
        "rights",
        "those to read the tables and, to write, to change them and make temporary ones",
        said(e),
        "Let the owner grant them.",
        e);
  }

  /** Whether something failed for want of a right. */
  static boolean isPermission(SQLException e) {
    return PERMISSION.equals(e.getSQLState());
  }

  private static InvalidInputException fault(
      String place, String field, String expected, String found, String remedy, SQLException e) {
    return new InvalidInputException(place, field, expected, found, remedy, e);
  }

  private static String said(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("a fault");
  }
}
