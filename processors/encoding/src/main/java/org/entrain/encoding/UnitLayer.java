package org.entrain.encoding;

/**
 * What is fitted as a whole.
 *
 * @param unit identity of the unit
 * @param layer index of the hidden state
 */
record UnitLayer(String unit, int layer) {}
