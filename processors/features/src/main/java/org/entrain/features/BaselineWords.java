package org.entrain.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;

/**
 * TR features of the baselines, which need no model: the number of words of a TR, or the mean of
 * independent standard normal vectors, one per word, seeded by unit and word.
 */
final class BaselineWords {

  private BaselineWords() {}

  static boolean isBaseline(Plan plan) {
    return plan.getKind() == SourceKind.WORD_RATE || plan.getKind() == SourceKind.RANDOM;
  }

  /**
   * Feature of one TR.
   *
   * @param words words of the TR
   * @return shape [H]; H = 1 for the word rate
   */
  static float[] feature(Plan plan, int[] words) {
    if (plan.getKind() == SourceKind.WORD_RATE) {
      return new float[] {words.length};
    }
    List<float[]> vectors = new ArrayList<>();
    for (int word : words) {
      vectors.add(normals(plan, word));
    }
    return TrMean.of(vectors, plan.getHiddenSize());
  }

  private static float[] normals(Plan plan, int word) {
    // Random's sequence is part of the Java specification: the same on every machine and version.
    Random random = new Random(Long.parseUnsignedLong(plan.getUnit(), 16) * 31 + word);
    float[] vector = new float[plan.getHiddenSize()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
