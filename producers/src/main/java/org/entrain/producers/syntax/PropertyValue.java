package org.entrain.producers.syntax;

/**
 * A property of a word or of its sentence.
 *
 * @param raw the value as it is, {@link #UNDEFINED} where the property does not apply
 * @param className the class that the value falls in
 */
record PropertyValue(String raw, String className) {

  /** Raw value where nothing has the property, or what should have it does not say. */
  static final String UNDEFINED = "UNDEF";

  /** Class of all values that have none of their own. */
  static final String OTHER = "other";
}
