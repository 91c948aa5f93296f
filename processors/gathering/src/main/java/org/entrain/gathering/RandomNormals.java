package org.entrain.gathering;

import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.entrain.schemas.avro.Plan;

/**
 * Representations of the random baseline: independent standard normal vectors, one per word. They
 * follow from the plan alone, so no row of them is ever published.
 */
public final class RandomNormals {

  private RandomNormals() {}

  /**
   * Words × H of all words, in the order of one sequence that the unit seeds: those of neighbouring
   * seeds begin alike. {@link Random}'s sequence is part of the Java specification: the same on
   * every machine.
   *
   * @throws NumberFormatException if the unit is not hexadecimal
   */
  public static FMatrixRMaj of(Plan plan) {
    FMatrixRMaj normals = new FMatrixRMaj(plan.getWords(), plan.getHiddenSize());
    Random random = new Random(Long.parseUnsignedLong(plan.getUnit(), 16));
    for (int i = 0; i < normals.data.length; i++) {
      normals.data[i] = (float) random.nextGaussian();
    }
    return normals;
  }
}
