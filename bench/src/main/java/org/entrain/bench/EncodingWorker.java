package org.entrain.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.entrain.math.EncodingEngine;
import org.entrain.math.LinearAlgebra;

/** The process of entrain's side of {@code bench/encoding}. */
public final class EncodingWorker {

  private EncodingWorker() {}

  /** Arguments: folder of the fold, training rows, test rows, features, voxels, threads. */
  public static void main(String[] arguments) throws IOException {
    AnswerLoop loop = new AnswerLoop();
    Path folder = Path.of(arguments[0]);
    int[] numbers = Stream.of(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
    int test = numbers[1];
    int rows = numbers[0] + test;
    int threads = numbers[4];
    LinearAlgebra algebra = LinearAlgebra.best();
    OuterFold fold =
        new OuterFold(
            new EncodingEngine(algebra, threads),
            test,
            MappedRecording.read(folder.resolve("features.f32"), rows, numbers[2]),
            MappedRecording.open(folder.resolve("recording.f32"), rows, numbers[3]));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      loop.run(algebra.name(), new EncodingCommands(algebra, fold, threads, pool));
    } finally {
      pool.shutdown();
    }
  }
}
