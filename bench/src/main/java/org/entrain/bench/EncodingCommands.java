package org.entrain.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import org.entrain.math.Criterion;
import org.entrain.math.EncodingScores;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.LinearAlgebra.FloatMatrix;
import org.jspecify.annotations.Nullable;

/** Answers the lines for encoding that {@code bench/peers/workers.py} describes. */
final class EncodingCommands implements AnswerLoop.Commands {

  /** Rows, inner dimension and columns of the product whose rate is measured. */
  private static final int[] GEMM = {909, 909, 4096};

  private final LinearAlgebra algebra;
  private final OuterFold fold;
  private final int threads;
  private final ExecutorService pool;
  private @Nullable EncodingScores scores;

  EncodingCommands(LinearAlgebra algebra, OuterFold fold, int threads, ExecutorService pool) {
    this.algebra = algebra;
    this.fold = fold;
    this.threads = threads;
    this.pool = pool;
  }

  @Override
  public String answer(String line) throws IOException {
    String[] words = line.split(" ");
    return switch (words[0] + "/" + (words.length - 1)) {
      case "fit/1" -> fit(Criterion.valueOf(words[1]));
      case "save/1" -> save(Path.of(words[1]));
      case "gemm/1" -> "rate " + gemm(Double.parseDouble(words[1]));
      default -> throw new IllegalArgumentException("no command: " + line);
    };
  }

  private String fit(Criterion criterion) {
    return AnswerLoop.timed(() -> scores = fold.fit(criterion));
  }

  /** r, R² and penalty of the last fit: 3 × voxels, little-endian float64. */
  private String save(Path file) throws IOException {
    EncodingScores last = scores;
    if (last == null) {
      throw new IllegalArgumentException("nothing to save: no fit yet");
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(3 * last.voxels() * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    DoubleBuffer values = bytes.asDoubleBuffer().put(last.r()).put(last.r2());
    for (byte chosen : last.lambdaIndex()) {
      values.put(last.lambdas()[chosen]);
    }
    Files.write(file, bytes.array());
    return "saved";
  }

  /** GFLOP per second of all threads together and per CPU-second, after a warm-up of a tenth. */
  private String gemm(double seconds) {
    calls(seconds / 10);
    long start = System.nanoTime();
    double cpu = ProcessUsage.cpuSeconds();
    double rate = 2e-9 * GEMM[0] * GEMM[1] * GEMM[2] * calls(seconds);
    double wall = (System.nanoTime() - start) * 1e-9;
    return rate + " " + rate * wall / (ProcessUsage.cpuSeconds() - cpu);
  }

  private double calls(double seconds) {
    return Throughput.together(
        threads,
        pool,
        () -> {
          try (FloatMatrix a = algebra.allocate(GEMM[0], GEMM[1]);
              FloatMatrix b = algebra.allocate(GEMM[1], GEMM[2]);
              FloatMatrix c = algebra.allocate(GEMM[0], GEMM[2])) {
            return Throughput.rate(seconds, () -> algebra.multiply(a, b, 0, c));
          }
        });
  }
}
