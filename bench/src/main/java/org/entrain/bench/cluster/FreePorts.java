package org.entrain.bench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback interface that nobody listens on, each given once. They lie below those
 * that systems give to connections that go out: nobody takes one before its broker does.
 */
final class FreePorts {

  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;
  private static final int STRIDE = 97;

  private final AtomicInteger next;

  /**
   * @param process number of this process: others begin elsewhere
   */
  FreePorts(long process) {
    next = new AtomicInteger((int) (process * STRIDE % COUNT));
  }

  /**
   * The next one.
   *
   * @throws IOException if there is none
   */
  int take() throws IOException {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + next.getAndIncrement() % COUNT;
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // Somebody listens there: the next one may be free.
      }
    }
    throw new IOException("no free port from %d to %d".formatted(FIRST, FIRST + COUNT - 1));
  }
}
