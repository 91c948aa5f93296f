package org.entrain.app.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.entrain.app.Refusal;
import org.entrain.common.FileLocks;
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
   *
   * @throws Refusal if it is half deleted
   */
  public static Optional<StateLock> tryTake(StateFolder folder) {
    if (Files.exists(folder.wiped())) {
      throw new Refusal(
          Refusal.fault(
              "--state",
              folder.root().toString(),
              "a state",
              "one that is half deleted",
              "Delete the rest by `entrain state wipe --all`, or name another folder."));
    }
    return tryHold(folder);
  }

  /** As {@link #tryTake}, also of a folder that is half deleted. */
  public static Optional<StateLock> tryHold(StateFolder folder) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!FileLocks.tryAlone(channel)) {
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

  /**
   * Keeps others from taking the folder, and changes nothing in it; empty if another process has
   * it, or nobody ever had.
   */
  public static Optional<StateLock> tryShare(StateFolder folder) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(folder.lock(), StandardOpenOption.READ);
      if (!FileLocks.tryShared(channel)) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new StateLock(channel));
    } catch (IOException e) {
      closeQuietly(channel, e);
      return Optional.empty();
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

  private static void closeQuietly(@Nullable FileChannel channel, Exception reason) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
