package org.entrain.results;

import java.sql.Connection;
import java.sql.SQLException;

/** Ends a transaction that failed. */
final class Rollback {

  private Rollback() {}

  /** Rolls back; a connection that is gone does not hide what went wrong. */
  static void after(Exception failure, Connection connection) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
