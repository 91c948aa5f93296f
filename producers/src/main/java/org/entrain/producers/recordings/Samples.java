package org.entrain.producers.recordings;

import java.util.List;
import org.entrain.formats.npy.NpyArray;

/** Rows of numbers: volumes × voxels, in memory or on disk. */
interface Samples {

  int rows();

  int columns();

  /** Copies a row into an array of length {@link #columns}. */
  void row(int row, double[] into);

  /** An array on disk, shape [rows, columns]. */
  static Samples of(NpyArray array) {
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

  /** All rows of some, one after the other, without copying. All have the same columns. */
  static Samples joined(List<Samples> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int rows = parts.stream().mapToInt(Samples::rows).sum();
    return new Samples() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int columns() {
        return parts.get(0).columns();
      }

      @Override
      public void row(int row, double[] into) {
        int at = row;
        int part = 0;
        while (at >= parts.get(part).rows()) {
          at -= parts.get(part).rows();
          part++;
        }
        parts.get(part).row(at, into);
      }
    };
  }

  /** A table in memory, shape [rows][columns]. */
  static Samples of(double[][] values) {
    return new Samples() {
      @Override
      public int rows() {
        return values.length;
      }

      @Override
      public int columns() {
        return values.length == 0 ? 0 : values[0].length;
      }

      @Override
      public void row(int row, double[] into) {
        System.arraycopy(values[row], 0, into, 0, into.length);
      }
    };
  }

  /** Rows of this in float32, shape [rows][columns]. */
  static Samples of(float[][] values) {
    return new Samples() {
      @Override
      public int rows() {
        return values.length;
      }

      @Override
      public int columns() {
        return values.length == 0 ? 0 : values[0].length;
      }

      @Override
      public void row(int row, double[] into) {
        for (int c = 0; c < into.length; c++) {
          into[c] = values[row][c];
        }
      }
    };
  }

  /** Some rows of this, without copying. */
  default Samples select(int[] rows) {
    Samples all = this;
    return new Samples() {
      @Override
      public int rows() {
        return rows.length;
      }

      @Override
      public int columns() {
        return all.columns();
      }

      @Override
      public void row(int row, double[] into) {
        all.row(rows[row], into);
      }
    };
  }
}
