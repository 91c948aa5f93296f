package org.entrain.dashboard;

import java.util.OptionalDouble;
import org.entrain.results.ProbeScore;

/**
 * How well a property can be read from a layer before and after its removal.
 *
 * @param before accuracy on the representations, 0 … 1
 * @param after accuracy without the property
 * @param chance share of the largest class
 * @param shuffled accuracy with shuffled labels, if asked for
 * @param removed whether the layer has the property, and lacks it after the removal
 * @param random whether the representations are random vectors
 */
record ProbeRow(
    String model,
    long step,
    int layer,
    String property,
    double before,
    double after,
    double chance,
    OptionalDouble shuffled,
    String method,
    boolean removed,
    boolean random) {

  static ProbeRow of(ProbeScore probe) {
    return new ProbeRow(
        probe.model(),
        probe.step(),
        probe.layer(),
        probe.property(),
        probe.before(),
        probe.after(),
        probe.chance(),
        probe.shuffled(),
        probe.method(),
        probe.removed(),
        probe.random());
  }
}
