package org.entrain.monitoring;

import java.util.Set;
import org.entrain.common.InvalidInputException;

/**
 * Where metrics and health are served.
 *
 * @param host name or address to listen on; IPv6 addresses without brackets
 * @param port port; 0 for any that is free
 */
public record MonitorAddress(String host, int port) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> LOOPBACKS = Set.of(LOOPBACK, "localhost", "::1");
  private static final int LARGEST = 65_535;

  /**
   * Reads {@code [HOST:]PORT}; without a host, this machine alone.
   *
   * @throws InvalidInputException if it is anything else
   */
  public static MonitorAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? LOOPBACK : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw refused(text); // an IPv6 address and no port, or the other way round
    }
    String port = text.substring(colon + 1);
    if (host.isBlank() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LARGEST) {
      throw refused(text);
    }
    return new MonitorAddress(host, Integer.parseInt(port));
  }

  /** Whether only this machine can ask. */
  boolean loopback() {
    return LOOPBACKS.contains(host);
  }

  private static InvalidInputException refused(String text) {
    return new InvalidInputException(
        "--monitor",
        "address of metrics and health",
        "PORT or HOST:PORT with a port from 0 to 65535",
        "'" + text + "'",
        "Examples: 9464, 0.0.0.0:9464, [::1]:9464.");
  }
}
