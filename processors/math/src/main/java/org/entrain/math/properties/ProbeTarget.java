package org.entrain.math.properties;

import java.util.List;

/**
 * A property to be read from representations.
 *
 * @param labels the property
 * @param removed what is subtracted from the representations first: nothing, the same for all folds
 *     of the probe, or one for each
 */
public record ProbeTarget(Labels labels, List<Offsets> removed) {

  public ProbeTarget {
    removed = List.copyOf(removed);
  }

  /** Of the representations as they are. */
  public static ProbeTarget of(Labels labels) {
    return new ProbeTarget(labels, List.of());
  }

  /** Of the representations less the same for all folds. */
  public static ProbeTarget of(Labels labels, Offsets removed) {
    return new ProbeTarget(labels, List.of(removed));
  }
}
