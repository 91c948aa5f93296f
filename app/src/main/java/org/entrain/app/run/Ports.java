package org.entrain.app.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.entrain.app.Refusal;

/** Checks of the broker's port before anything is written. */
public final class Ports {

  private static final int LARGEST = 65_535;

  private Ports() {}

  /**
   * Refuses a port that is taken or none at all; 0 stands for any free one.
   *
   * @throws Refusal if the broker could not listen there
   */
  public static void requireFree(int port) {
    if (port < 0 || port > LARGEST) {
      throw refusal(Integer.toString(port), "Choose one, or 0 for any that is free.");
    }
    try {
      new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
    } catch (IOException e) {
      throw refusal(
          port + ", which is taken",
          "Stop what listens there, or choose another port (0: any free one).");
    }
  }

  private static Refusal refusal(String found, String remedy) {
    return new Refusal(
        Refusal.fault("--port", "broker's port", "a free port from 0 to 65535", found, remedy));
  }
}
