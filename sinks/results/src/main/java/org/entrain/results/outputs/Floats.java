package org.entrain.results.outputs;

/** Numbers in the precision of images. */
final class Floats {

  private Floats() {}

  static float[] of(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
