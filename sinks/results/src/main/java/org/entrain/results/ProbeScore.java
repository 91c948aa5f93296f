package org.entrain.results;

import java.util.OptionalDouble;

/**
 * How well a property can be read from a layer before and after its removal.
 *
 * @param before accuracy on the representations, 0 … 1
 * @param after accuracy without the property, 0 … 1
 * @param chance share of the property's largest class
 * @param shuffled accuracy before removal of a probe of shuffled labels, if it was asked for
 * @param method how the property was removed
 * @param lambda penalty of the removal; 0 for a projection
 * @param random whether the representations are the random baseline's
 * @param dimensions length of a representation
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
    String method,
    double lambda,
    boolean random,
    int dimensions) {

  /** How much better the probe does than one of the same labels on other words. */
  public OptionalDouble selectivity() {
    return shuffled.isPresent()
        ? OptionalDouble.of(before - shuffled.getAsDouble())
        : OptionalDouble.empty();
  }

  /**
   * Whether the layer has the property, and lacks it after the removal. In the paper the probe
   * after it has to be below chance, to which removal in sample pushes it. One that is cross-fitted
   * ends at chance, and that counts.
   */
  public boolean removed() {
    return before > chance && (after < chance || method.equals("cross-fitted") && after == chance);
  }
}
