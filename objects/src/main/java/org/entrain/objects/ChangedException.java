package org.entrain.objects;

/** An object was replaced between its description and its bytes. */
final class ChangedException extends Exception {

  private static final long serialVersionUID = 1L;

  ChangedException(String message) {
    super(message);
  }
}
