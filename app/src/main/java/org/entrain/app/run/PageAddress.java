package org.entrain.app.run;

import org.entrain.app.Refusal;
import org.entrain.dashboard.DashboardOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where the page is served.
 *
 * @param host address to listen on
 * @param port port; 0 for any
 * @param chosen whether the user chose the port: then no other one will do
 */
public record PageAddress(String host, int port, boolean chosen) {

  private static final String OFF = "off";
  private static final int LARGEST = 65_535;

  /**
   * Reads what the user asks for; null for no page.
   *
   * @param port a port, or {@code off}; null for the usual one, or any if that is taken
   * @throws Refusal if it is neither
   */
  public static @Nullable PageAddress parse(String host, @Nullable String port) {
    if (port == null) {
      return new PageAddress(host, DashboardOptions.PORT, false);
    }
    if (port.equals(OFF)) {
      return null;
    }
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LARGEST) {
      throw new Refusal(
          Refusal.fault(
              "--http",
              "port of the page",
              "a port from 0 to 65535, or off",
              "'" + port + "'",
              "0 takes any port that is free."));
    }
    return new PageAddress(host, Integer.parseInt(port), true);
  }
}
