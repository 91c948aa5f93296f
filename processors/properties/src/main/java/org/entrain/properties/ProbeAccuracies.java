package org.entrain.properties;

import org.jspecify.annotations.Nullable;

/**
 * How well a property is read from a layer.
 *
 * @param before from the representations
 * @param after from what removal leaves of them
 * @param shuffled from the representations, its labels shuffled; null if nobody asked
 */
record ProbeAccuracies(double before, double after, @Nullable Double shuffled) {}
