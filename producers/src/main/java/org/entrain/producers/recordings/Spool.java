package org.entrain.producers.recordings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyArray;
import org.entrain.formats.npy.NpyWriter;

/**
 * Rows that come one after the other, kept as float32 in a temporary file and mapped: a recording
 * in a compressed file is read once, and no more of it is in memory than the system sees fit.
 */
final class Spool {

  private Spool() {}

  /** Takes one row after the other. */
  interface Sink {
    /**
     * @param row its index, from 0
     */
    void row(int row, double[] values);
  }

  /** Gives all rows. */
  interface Rows {
    void to(Sink sink);
  }

  /**
   * Keeps all rows.
   *
   * @param rows how many come
   * @param columns length of each
   */
  static Samples of(int rows, int columns, Rows source) {
    try {
      Path file = Files.createTempFile("entrain-recording", ".npy");
      try {
        write(file, rows, columns, source);
        return Samples.of(NpyArray.open(file));
      } finally {
        delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(
          System.getProperty("java.io.tmpdir"),
          "temporary folder",
          "%,d bytes for a recording".formatted((long) rows * columns * Float.BYTES),
          String.valueOf(e.getMessage()),
          "Make room there, or name another folder by -Djava.io.tmpdir.",
          e);
    }
  }

  private static void write(Path file, int rows, int columns, Rows source) throws IOException {
    try (NpyWriter writer = new NpyWriter(file, rows, columns)) {
      float[] rounded = new float[columns];
      source.to(
          (row, values) -> {
            for (int c = 0; c < columns; c++) {
              rounded[c] = (float) values[c];
            }
            try {
              writer.write((long) row * columns, rounded);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      writer.finish();
    }
  }

  /** A mapped file lives on without its name; where systems refuse that, it goes at the end. */
  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
