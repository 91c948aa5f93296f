package org.entrain.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.EncodingEngine;
import org.entrain.math.LinearAlgebra;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodingCommandsTest {

  private static final int TEST = 20;
  private static final int ROWS = 80;
  private static final int FEATURES = 5;
  private static final int VOXELS = 3;

  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  @TempDir private Path directory;
  private EncodingCommands commands;

  /** The first voxel is a feature, the second is its reverse, the third is noise. */
  @BeforeEach
  void open() throws IOException {
    Random random = new Random(3);
    FMatrixRMaj x = new FMatrixRMaj(ROWS, FEATURES);
    for (int i = 0; i < x.data.length; i++) {
      x.data[i] = (float) random.nextGaussian();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(ROWS * VOXELS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < ROWS; row++) {
      bytes.putFloat(x.get(row, 0)).putFloat(-x.get(row, 0));
      bytes.putFloat((float) random.nextGaussian());
    }
    Path file = Files.write(directory.resolve("recording.f32"), bytes.array());
    LinearAlgebra algebra = LinearAlgebra.ejml();
    OuterFold fold =
        new OuterFold(
            new EncodingEngine(algebra, 2), TEST, x, MappedRecording.open(file, ROWS, VOXELS));
    commands = new EncodingCommands(algebra, fold, 2, pool);
  }

  @AfterEach
  void close() {
    pool.shutdown();
  }

  @Test
  void fitAndSave_writeScoresAndPenaltiesOfEveryVoxel() throws IOException {
    assertThat(commands.answer("fit FOLD_MSE").split(" ")).hasSize(4).startsWith("ran");
    Path file = directory.resolve("scores");
    assertThat(commands.answer("save " + file)).isEqualTo("saved");

    DoubleBuffer saved =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
    assertThat(saved.remaining()).isEqualTo(3 * VOXELS);
    assertThat(saved.get(0)).as("r of a feature").isGreaterThan(0.999);
    assertThat(saved.get(1)).as("r of its reverse").isEqualTo(saved.get(0));
    assertThat(saved.get(VOXELS)).as("R² of a feature").isGreaterThan(0.999);
    assertThat(Math.abs(saved.get(2))).as("r of noise").isLessThan(0.9);
    assertThat(saved.get(2 * VOXELS)).as("penalty of a feature").isLessThanOrEqualTo(1);
  }

  @Test
  void save_beforeAFit_isRefused() {
    assertThatThrownBy(() -> commands.answer("save " + directory.resolve("scores")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no fit");
  }

  @Test
  void gemm_answersPositiveRates() throws IOException {
    String[] answer = commands.answer("gemm 0.01").split(" ");

    assertThat(answer).hasSize(3).startsWith("rate");
    assertThat(Double.parseDouble(answer[1])).isPositive();
    assertThat(Double.parseDouble(answer[2])).isPositive();
  }

  @Test
  void recording_ofAnotherSize_isRefusedWithBothSizes() {
    Path file = directory.resolve("recording.f32");
    assertThatThrownBy(() -> MappedRecording.open(file, ROWS, VOXELS + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1280 bytes")
        .hasMessageContaining("found 960");
  }
}
