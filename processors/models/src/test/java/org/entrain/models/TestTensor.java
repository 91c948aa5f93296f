package org.entrain.models;

import java.util.Random;

/** A tensor of a test checkpoint, row-major. */
record TestTensor(long[] shape, float[] values) {

  /** Multiples of 1/256 within ±1/2, which float32, float16 and bfloat16 all hold exactly. */
  static TestTensor random(Random random, double center, long... shape) {
    long size = 1;
    for (long dimension : shape) {
      size *= dimension;
    }
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (center + (random.nextInt(127) - 63) / 128.0);
    }
    return new TestTensor(shape, values);
  }

  double at(int row, int column) {
    return values[(int) (row * shape[1] + column)];
  }
}
