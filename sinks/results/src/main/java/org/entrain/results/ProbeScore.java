package org.entrain.results;

import java.util.OptionalDouble;

/**
 * How well a property can be read from a layer before and after its removal.
 *
 * @param before accuracy on the representations, 0 … 1
 * @param after accuracy without the property, 0 … 1
 * @param chance share of the property's largest class
 * @param shuffled accuracy before removal of a probe of shuffled labels, if it was asked for
 * @param lambda penalty of the removal
 */
public record ProbeScore(
    String model,
    long step,
    int layer,
    String property,
    double before,
    double after,
    double chance,
    OptionalDouble shuffled,
    double lambda) {

  /**
   * Selectivity (Hewitt and Liang 2019): how much better the probe does than one of shuffled
   * labels, which have nothing that could be read but only learnt by heart.
   */
  public OptionalDouble selectivity() {
    return shuffled.isPresent()
        ? OptionalDouble.of(before - shuffled.getAsDouble())
        : OptionalDouble.empty();
  }

  /**
   * Whether the layer has the property, and lacks it after the removal. In the paper the probe
   * after it has to be below chance, to which removal in sample pushes it; one that is cross-fitted
   * ends at chance, and counts too.
   */
  public boolean removed() {
    return before > chance && after <= chance;
  }
}
