package org.entrain.math;

/**
 * Classification over neighbourhoods needs the test rows of all voxels: they are held, twice the
 * size of the recording's test rows, until the recording is done.
 */
final class ClassifiedRows implements TestRows {

  private final Classification classification;
  private final int voxels;
  private final int[] neighbours;
  private final float[][] recorded;
  private final float[][] predicted;

  /**
   * @param rows test rows of every fold
   * @param neighbours as {@link Classification#accuracy} has them
   */
  ClassifiedRows(Classification classification, int[] rows, int voxels, int[] neighbours) {
    // Before the recording is fitted.
    Classification.requireNeighbours(neighbours, voxels);
    this.classification = classification;
    this.voxels = voxels;
    this.neighbours = neighbours;
    recorded = new float[rows.length][];
    predicted = new float[rows.length][];
    for (int k = 0; k < rows.length; k++) {
      recorded[k] = new float[Math.multiplyExact(rows[k], voxels)];
      predicted[k] = new float[rows[k] * voxels];
    }
  }

  @Override
  public void accept(int fold, int first, int count, int width, float[] y, float[] prediction) {
    for (int i = 0; i < y.length / width; i++) {
      System.arraycopy(y, i * width, recorded[fold], i * voxels + first, count);
      System.arraycopy(prediction, i * width, predicted[fold], i * voxels + first, count);
    }
  }

  /** Accuracies, folds × voxels; every fold has draws of its own. */
  double[] accuracy(int threads) {
    double[] accuracy = new double[recorded.length * voxels];
    Parallel.run(
        threads,
        recorded.length,
        k -> {
          Classification own =
              new Classification(
                  classification.draws(), classification.size(), classification.seed() + k);
          int rows = recorded[k].length / voxels;
          double[] fold = own.accuracy(recorded[k], predicted[k], rows, voxels, neighbours);
          System.arraycopy(fold, 0, accuracy, k * voxels, voxels);
          recorded[k] = new float[0];
          predicted[k] = new float[0];
        });
    return accuracy;
  }
}
