package org.entrain.app.control;

/**
 * Where the running process listens.
 *
 * @param port port on 127.0.0.1
 * @param token secret that every request carries
 * @param pid the process
 */
record ControlAddress(int port, String token, long pid) {

  static final String HOST = "127.0.0.1";
}
