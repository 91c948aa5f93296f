package org.entrain.gathering;

import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.entrain.schemas.avro.Plan;

/**
 * Representations of the random baseline: independent standard normal vectors, one per word, seeded
 * by unit and word. They follow from the plan alone, so no row of them is ever published.
 */
public final class RandomNormals {

  private RandomNormals() {}

  /**
   * Words × H of all words. {@link Random}'s sequence is part of the Java specification: the same
   * on every machine.
   *
   * @throws NumberFormatException if the unit is not hexadecimal
   */
  public static FMatrixRMaj of(Plan plan) {
    int width = plan.getHiddenSize();
    FMatrixRMaj normals = new FMatrixRMaj(plan.getWords(), width);
    for (int word = 0; word < plan.getWords(); word++) {
      Random random = new Random(Long.parseUnsignedLong(plan.getUnit(), 16) * 31 + word);
      for (int i = 0; i < width; i++) {
        normals.data[word * width + i] = (float) random.nextGaussian();
      }
    }
    return normals;
  }
}
