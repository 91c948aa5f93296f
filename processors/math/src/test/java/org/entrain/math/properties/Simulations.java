package org.entrain.math.properties;

import java.util.Random;
import org.ejml.data.FMatrixRMaj;

/** Simulated words and classes. */
final class Simulations {

  private Simulations() {}

  static int[] classes(int words, int classes, long seed) {
    Random random = new Random(seed);
    int[] classOf = new int[words];
    for (int i = 0; i < words; i++) {
      classOf[i] = i < classes ? i : random.nextInt(classes);
    }
    return classOf;
  }

  static FMatrixRMaj noise(int words, int width, long seed) {
    Random random = new Random(seed);
    FMatrixRMaj noise = new FMatrixRMaj(words, width);
    for (int i = 0; i < noise.getNumElements(); i++) {
      noise.data[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  /** Noise around 3 whose first two columns follow the class. */
  static FMatrixRMaj words(Labels labels, int width, long seed) {
    FMatrixRMaj words = noise(labels.words(), width, seed);
    for (int i = 0; i < labels.words(); i++) {
      for (int h = 0; h < width; h++) {
        words.data[i * width + h] += 3;
      }
      words.data[i * width] += 2 * labels.classOf()[i];
      words.data[i * width + 1] -= labels.classOf()[i] == 1 ? 2 : 0;
    }
    return words;
  }
}
