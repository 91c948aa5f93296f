package org.entrain.gathering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.entrain.schemas.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  @TempDir private Path folder;

  @Test
  void read_interrupted_isCancelledAndLeavesTheRowsToTheNextOne() {
    try (Spool spool = new Spool(folder.resolve("rows"), 2)) {
      spool.add(0, List.of(Vectors.ofFloats(new float[] {1, 2})));
      readInterrupted(spool);

      assertThat(spool.read(0, 1, 0, 2)).containsExactly(1, 2);
      spool.add(1, List.of(Vectors.ofFloats(new float[] {3, 4})));
      readInterrupted(spool);
      assertThat(spool.read(0, 2, 1, 1)).containsExactly(2, 4);
    }
  }

  @Test
  void spool_closedAfterAnInterrupt_isNotOpenedAgain() {
    Path file = folder.resolve("rows");
    Spool spool = new Spool(file, 1);
    spool.add(0, List.of(Vectors.ofFloats(new float[] {1})));
    readInterrupted(spool);
    spool.close();

    assertThatThrownBy(() -> spool.read(0, 1, 0, 1)).isInstanceOf(UncheckedIOException.class);
    assertThat(file).doesNotExist();
  }

  private static void readInterrupted(Spool spool) {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> spool.read(0, 1, 0, 1)).isInstanceOf(CancellationException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }
}
