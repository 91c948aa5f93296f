package org.entrain.dashboard;

import java.util.Set;

/**
 * How the page is served.
 *
 * @param host address to listen on
 * @param port port; 0 for any
 * @param otherPort whether to take any free port if {@code port} is taken
 * @param token secret of those who may write
 * @param version version of the program
 */
public record DashboardOptions(
    String host, int port, boolean otherPort, String token, String version) {

  /** The address that only this machine reaches. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final Set<String> LOOPBACKS = Set.of(LOOPBACK, "localhost", "::1", "[::1]");

  /** Port of the page unless told otherwise. */
  public static final int PORT = 8080;

  boolean loopback() {
    return LOOPBACKS.contains(host);
  }

  boolean anyAddress() {
    return host.equals("0.0.0.0") || host.equals("::");
  }
}
