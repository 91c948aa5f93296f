package org.entrain.math;

/**
 * A feature space of a banded model.
 *
 * @param name what results call it
 */
public record Band(String name, Design features) {}
