package org.entrain.common;

/**
 * Input of a user that cannot be used. The message names the source (a file, an option, a topic),
 * the field in it, what was expected, what was found, and what to do about it; it is shown as it
 * is, without a stack trace.
 */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param source file or option, as the user knows it
   * @param field place in the source: a key, column, tensor, row
   * @param expected what would have been accepted
   * @param found what stood there instead
   * @param remedy one sentence that says what to do
   */
  public InvalidInputException(
      String source, String field, String expected, String found, String remedy) {
    super("%s: %s: expected %s, found %s. %s".formatted(source, field, expected, found, remedy));
  }

  /** As above, with the failure that revealed the fault. */
  public InvalidInputException(
      String source, String field, String expected, String found, String remedy, Throwable cause) {
    this(source, field, expected, found, remedy);
    initCause(cause);
  }
}
