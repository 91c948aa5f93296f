package org.entrain.math.properties;

import org.jspecify.annotations.Nullable;

/**
 * A probe, or why there is none.
 *
 * @param probe null if it failed
 * @param fault null if it did not
 */
public record ProbeResult(@Nullable Probe probe, @Nullable String fault) {}
