package org.entrain.results;

/**
 * How well a property can be read from a layer before and after its removal.
 *
 * @param before accuracy on the representations, 0 … 1
 * @param after accuracy without the property, 0 … 1
 * @param chance share of the property's largest class
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
    double lambda) {

  /** Whether the layer has the property, and lacks it after the removal, as in the paper. */
  public boolean removed() {
    return before > chance && after < chance;
  }
}
