package org.entrain.app;

import java.util.List;

/**
 * A request that is refused before any work; the message names every fault, one a line, and is
 * shown as it is. The process ends with {@link ExitCodes#REFUSED}.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public Refusal(String message) {
    super(message);
  }

  /** One message of several faults. */
  public static Refusal of(List<String> faults) {
    return new Refusal(String.join("\n", faults));
  }

  /** A fault in the form of all messages: source, field, expected, found, remedy. */
  public static String fault(
      String source, String field, String expected, String found, String remedy) {
    return "%s: %s: expected %s, found %s. %s".formatted(source, field, expected, found, remedy);
  }
}
