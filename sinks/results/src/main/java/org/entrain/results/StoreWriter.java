package org.entrain.results;

import java.sql.Connection;
import java.sql.SQLException;

/** The connection that writes, and what differs between databases in writing. */
interface StoreWriter {

  /** The connection; nobody else uses it. */
  Connection connection();

  /**
   * Appends many rows to a table or a staging table, within the connection's transaction; no other
   * statement may run before it is closed.
   */
  RowAppender append(String table) throws SQLException;

  /** Told after rows of fits were appended to a table, within the transaction. */
  default void appended(String table) throws SQLException {}
}
