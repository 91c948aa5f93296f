package org.entrain.encoding;

/**
 * What is fitted as a whole.
 *
 * @param unit identity of the unit
 * @param layer index of the hidden state
 * @param variant {@link #INITIAL}, or the property that is removed from the representations
 */
record UnitLayer(String unit, int layer, String variant) {

  /** Nothing is removed. */
  static final String INITIAL = "initial";

  static UnitLayer initial(String unit, int layer) {
    return new UnitLayer(unit, layer, INITIAL);
  }

  /** The same layer with nothing removed. */
  UnitLayer initial() {
    return initial(unit, layer);
  }

  boolean isInitial() {
    return variant.equals(INITIAL);
  }
}
