package org.entrain.dashboard;

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

  /** Port of the page unless told otherwise. */
  public static final int PORT = 8080;

  boolean loopback() {
    return host.equals(LOOPBACK) || host.equals("localhost");
  }
}
