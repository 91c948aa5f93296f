package org.entrain.producers.recordings;

/** Rows of numbers: volumes × voxels, in memory or on disk. */
interface Samples {

  int rows();

  int columns();

  /** Copies a row into an array of length {@link #columns}. */
  void row(int row, double[] into);

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
