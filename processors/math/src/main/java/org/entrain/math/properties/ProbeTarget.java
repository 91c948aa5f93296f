package org.entrain.math.properties;

import org.jspecify.annotations.Nullable;

/**
 * A property to be read from representations.
 *
 * @param labels the property
 * @param removed what is subtracted from the representations first; null: nothing
 */
public record ProbeTarget(Labels labels, @Nullable Offsets removed) {}
