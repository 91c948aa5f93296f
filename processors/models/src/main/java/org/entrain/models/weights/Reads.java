package org.entrain.models.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads at a position that go on until the buffer is full, which one read need not do. */
public final class Reads {

  private Reads() {}

  /**
   * Fills the rest of a buffer, which is then full.
   *
   * @param position in the file of the buffer's byte 0
   * @throws EOFException if the file ends before
   */
  public static void fully(FileChannel channel, long position, ByteBuffer buffer)
      throws IOException {
    upToEnd(channel, position, buffer);
    if (buffer.hasRemaining()) {
      throw new EOFException("it ends at byte " + (position + buffer.position()));
    }
  }

  /** As {@link #fully}; what lies beyond the end of the file remains. */
  public static void upToEnd(FileChannel channel, long position, ByteBuffer buffer)
      throws IOException {
    int got = 0;
    while (got >= 0 && buffer.hasRemaining()) {
      got = channel.read(buffer, position + buffer.position());
    }
  }
}
