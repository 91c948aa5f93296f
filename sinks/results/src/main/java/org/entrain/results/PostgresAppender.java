package org.entrain.results;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/**
 * Rows in PostgreSQL's format of binary COPY: a header, then per row the number of fields as int16
 * and per field its length as int32 and its bytes, all big-endian; −1 as length is NULL, −1 as
 * number of fields the end.
 */
final class PostgresAppender implements RowAppender {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int CHUNK = 1 << 16;

  private final CopyIn copy;
  private ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
  private int rowStart;
  private short fields;

  PostgresAppender(CopyIn copy) {
    this.copy = copy;
    buffer.put(HEADER);
  }

  @Override
  public void beginRow() {
    rowStart = buffer.position();
    fields = 0;
    room(Short.BYTES).putShort((short) 0);
  }

  @Override
  public RowAppender add(int value) {
    field(Integer.BYTES).putInt(value);
    return this;
  }

  @Override
  public RowAppender add(long value) {
    field(Long.BYTES).putLong(value);
    return this;
  }

  @Override
  public RowAppender add(double value) {
    field(Double.BYTES).putDouble(value);
    return this;
  }

  /** Text without the character 0, which PostgreSQL cannot store: it becomes U+FFFD. */
  @Override
  public RowAppender add(String value) {
    return add(value.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public RowAppender add(byte[] value) {
    field(value.length).put(value);
    return this;
  }

  @Override
  public RowAppender addNull() {
    fields++;
    room(Integer.BYTES).putInt(-1);
    return this;
  }

  @Override
  public void endRow() throws SQLException {
    buffer.putShort(rowStart, fields);
    if (buffer.position() >= CHUNK / 2) {
      send();
    }
  }

  /** Ends the copy; what was appended is in the table after it, unless it throws. */
  @Override
  public void close() throws SQLException {
    try {
      room(Short.BYTES).putShort((short) -1);
      send();
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private ByteBuffer field(int length) {
    fields++;
    return room(Integer.BYTES + length).putInt(length);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(2 * buffer.capacity(), Math.addExact(buffer.position(), bytes));
      buffer = ByteBuffer.allocate(size).put(buffer.flip());
    }
    return buffer;
  }

  private void send() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
