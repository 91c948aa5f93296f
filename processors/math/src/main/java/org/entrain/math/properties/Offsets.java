package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;

/**
 * What is subtracted from representations before a probe sees them: one vector per group of words.
 *
 * @param groupOf group of every word
 * @param vectors groups × H
 */
public record Offsets(int[] groupOf, DMatrixRMaj vectors) {

  /** The predictions of a removal. */
  public static Offsets of(Removal removal, Labels labels) {
    return new Offsets(labels.classOf(), removal.predictions(labels.classes()));
  }
}
