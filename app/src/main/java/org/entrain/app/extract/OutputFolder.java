package org.entrain.app.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.entrain.app.Refusal;
import org.entrain.common.FileLocks;

/** Exclusive hold of the folder that an extraction writes to. */
final class OutputFolder implements AutoCloseable {

  private static final String OPTION = "--out";

  private final FileChannel lock;

  private OutputFolder(FileChannel lock) {
    this.lock = lock;
  }

  /** Log file of extractions into this folder. */
  static Path log(Path out) {
    return out.resolve("extract.log");
  }

  /**
   * Makes the folder, and takes it.
   *
   * @throws Refusal if it cannot be written, or another process writes there
   */
  static OutputFolder take(Path out) {
    try {
      Files.createDirectories(out);
      // Stays behind: whoever deletes a lock file may delete another's lock.
      FileChannel channel =
          FileChannel.open(
              out.resolve("extract.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!FileLocks.tryAlone(channel)) {
        channel.close();
        throw new Refusal(
            Refusal.fault(
                OPTION,
                out.toString(),
                "a folder that no other process writes to",
                "an extraction under way",
                "Wait for it, or name another folder."));
      }
      return new OutputFolder(channel);
    } catch (IOException e) {
      throw new Refusal(
          Refusal.fault(
              OPTION,
              out.toString(),
              "a folder that can be written",
              e.toString(),
              "Name another folder, or make room and allow writing."));
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release the output folder", e);
    }
  }
}
