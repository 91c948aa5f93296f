package org.entrain.app.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.jspecify.annotations.Nullable;

/** Exclusive locks of files, which the operating system frees when the process dies. */
public final class FileLocks {

  private FileLocks() {}

  /** Locks the file until the channel is closed; false if this or another process holds it. */
  public static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }
}
