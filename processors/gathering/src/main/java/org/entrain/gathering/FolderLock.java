package org.entrain.gathering;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.entrain.common.FileLocks;
import org.entrain.common.InvalidInputException;

/**
 * A folder that one worker has for itself: two would write each other's spools.
 *
 * @param folder the folder
 * @param channel holds the lock
 */
public record FolderLock(Path folder, FileChannel channel) implements AutoCloseable {

  /**
   * Makes and locks the folder.
   *
   * @throws InvalidInputException when another worker has it
   */
  public static FolderLock take(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!FileLocks.tryAlone(channel)) {
      channel.close();
      throw new InvalidInputException(
          folder.toString(),
          "state folder of a worker",
          "a folder of its own",
          "one that another worker uses",
          "Give every worker its own folder.");
    }
    return new FolderLock(folder, channel);
  }

  /** Closing the channel frees the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
