package org.entrain.transport;

/** An event was not acknowledged by the brokers; the work it belongs to must not count as done. */
public final class EventDeliveryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EventDeliveryException(String message) {
    super(message);
  }

  EventDeliveryException(String message, Throwable cause) {
    super(message, cause);
  }
}
