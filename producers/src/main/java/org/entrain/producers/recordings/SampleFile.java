package org.entrain.producers.recordings;

import java.nio.file.Path;
import java.util.Locale;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyArray;

/** Opens a file of samples by its ending and checks that every value is a finite float32. */
final class SampleFile {

  private SampleFile() {}

  /** {@code .npy} is mapped; {@code .csv}, {@code .tsv} and whitespace tables are loaded. */
  static Samples open(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    Samples samples;
    if (name.endsWith(".npy")) {
      samples = mapped(NpyArray.open(path).numbers("TRs", "voxels"));
    } else if (name.endsWith(".csv")) {
      samples = NumericTable.read(path, ",");
    } else {
      samples = NumericTable.read(path, name.endsWith(".tsv") ? "\t" : "\\s+");
    }
    if (samples.rows() == 0 || samples.columns() == 0) {
      throw new InvalidInputException(
          path.toString(),
          "shape",
          "at least one row and one column",
          "%d × %d".formatted(samples.rows(), samples.columns()),
          "Save the recording as TRs × voxels.");
    }
    refuseNotFinite(path, samples);
    return samples;
  }

  private static Samples mapped(NpyArray array) {
    int rows = array.shape().get(0);
    int columns = array.shape().get(1);
    return new Samples() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int columns() {
        return columns;
      }

      @Override
      public void row(int row, double[] into) {
        long first = (long) row * columns;
        for (int c = 0; c < into.length; c++) {
          into[c] = array.number(first + c);
        }
      }
    };
  }

  private static void refuseNotFinite(Path path, Samples samples) {
    double[] values = new double[samples.columns()];
    for (int row = 0; row < samples.rows(); row++) {
      samples.row(row, values);
      for (int column = 0; column < values.length; column++) {
        if (!Float.isFinite((float) values[column])) {
          throw new InvalidInputException(
              path.toString(),
              "row %d, column %d (from 0)".formatted(row, column),
              "a finite float32 value",
              Double.toString(values[column]),
              "Mask such voxels out for all participants, or repair the volume.");
        }
      }
    }
  }
}
