package org.entrain.app.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive hold of a state folder. The operating system frees it when the process dies, however it
 * dies; the file's text, the holder's process id, is for messages only.
 */
public final class StateLock implements AutoCloseable {

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, which must exist; empty if another process has it. The address of a process
   * that was killed goes: nobody listens there.
   */
  public static Optional<StateLock> tryTake(StateFolder folder) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!FileLocks.tryLock(channel)) {
        channel.close();
        return Optional.empty();
      }
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid));
      Files.deleteIfExists(folder.control());
      return Optional.of(new StateLock(channel));
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw StateFolder.notWritable(folder.lock(), e);
    }
  }

  /** Process id of whoever holds, or last held, the folder. */
  public static String holder(StateFolder folder) {
    try {
      return Files.readString(folder.lock());
    } catch (IOException e) {
      return "unknown";
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release the state folder", e);
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel, IOException reason) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
