package org.entrain.models;

/** A computation that gave no usable number although its input was well-formed. */
public final class ModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }
}
