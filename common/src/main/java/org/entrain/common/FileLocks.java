package org.entrain.common;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.jspecify.annotations.Nullable;

/** Locks of whole files, which the operating system frees when the process dies. */
public final class FileLocks {

  private FileLocks() {}

  /**
   * Locks the file for its holder alone until the channel is closed; false if this or another
   * process holds it.
   */
  public static boolean tryAlone(FileChannel channel) throws IOException {
    return tryLock(channel, false);
  }

  /**
   * Locks the file among others that share it until the channel is closed; false if another process
   * holds it alone, or this one holds it at all.
   */
  public static boolean tryShared(FileChannel channel) throws IOException {
    return tryLock(channel, true);
  }

  private static boolean tryLock(FileChannel channel, boolean shared) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }
}
