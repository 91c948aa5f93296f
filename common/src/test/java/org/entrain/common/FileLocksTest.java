package org.entrain.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {

  @TempDir private Path temporary;

  @Test
  void file_heldByThisProcess_isTakenForHeldUntilItIsClosed() throws IOException {
    try (FileChannel second = open()) {
      try (FileChannel first = open()) {
        assertThat(FileLocks.tryAlone(first)).isTrue();
        assertThat(FileLocks.tryAlone(second)).isFalse();
        assertThat(FileLocks.tryShared(second)).isFalse();
      }
      assertThat(FileLocks.tryShared(second)).isTrue();
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        temporary.resolve("lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }
}
