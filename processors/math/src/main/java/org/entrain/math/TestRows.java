package org.entrain.math;

/**
 * Takes the test rows of some voxels in a fold, from several threads; folds of a voxel in order.
 */
interface TestRows {

  /**
   * Takes them in.
   *
   * @param first first voxel
   * @param count voxels; columns from there to the width are padding
   * @param recorded standardised rows × width; not to be modified, and void after the call
   * @param predicted rows × width; likewise
   */
  void accept(int fold, int first, int count, int width, float[] recorded, float[] predicted);

  /** Without the padding: rows × count. */
  static float[] compact(float[] values, int width, int count) {
    if (width == count) {
      return values;
    }
    float[] compact = new float[values.length / width * count];
    for (int i = 0; i < values.length / width; i++) {
      System.arraycopy(values, i * width, compact, i * count, count);
    }
    return compact;
  }
}
