package org.entrain.app.control;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets of those who may write to a running process. */
public final class Token {

  private static final int BYTES = 32;

  private Token() {}

  /** A secret that nobody guesses, in hexadecimal digits. */
  public static String make() {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }
}
