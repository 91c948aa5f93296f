package org.entrain.results;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows to a table, column by column in the table's order, each in the column's type. Rows
 * are in the table once it is closed.
 */
interface RowAppender extends AutoCloseable {

  void beginRow() throws SQLException;

  RowAppender add(int value) throws SQLException;

  RowAppender add(long value) throws SQLException;

  RowAppender add(double value) throws SQLException;

  RowAppender add(String value) throws SQLException;

  RowAppender add(byte[] value) throws SQLException;

  RowAppender addNull() throws SQLException;

  void endRow() throws SQLException;

  @Override
  void close() throws SQLException;

  /** Appends a value as what it is; anything else than numbers and bytes as text. */
  default void addAny(@Nullable Object value) throws SQLException {
    if (value == null) {
      addNull();
    } else if (value instanceof Integer number) {
      add(number.intValue());
    } else if (value instanceof Long number) {
      add(number.longValue());
    } else if (value instanceof Double number) {
      add(number.doubleValue());
    } else if (value instanceof byte[] bytes) {
      add(bytes);
    } else {
      add(value.toString());
    }
  }

  /** Appends a number, or NULL for NaN. */
  default void addIfNumber(double value) throws SQLException {
    if (Double.isNaN(value)) {
      addNull();
    } else {
      add(value);
    }
  }

  /** Appends a row. */
  default void addRow(@Nullable Object... values) throws SQLException {
    beginRow();
    for (Object value : values) {
      addAny(value);
    }
    endRow();
  }
}
