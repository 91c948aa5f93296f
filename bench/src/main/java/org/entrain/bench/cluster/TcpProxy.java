package org.entrain.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and a broker's port, and makes the network slow or cuts it. Both ends are
 * on the loopback interface.
 */
final class TcpProxy implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 18;
  private static final int BACKLOG = 100;

  /** What becomes of bytes. */
  enum Mode {
    /** They pass. */
    OPEN,
    /** They wait, and connections stay: as behind a cable that is pulled. */
    SILENT,
    /** Connections are closed and refused. */
    CLOSED
  }

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object change = new Object();
  private volatile Mode mode = Mode.OPEN;
  private volatile long delayMs;

  /**
   * @param port port to listen on
   * @param target port of the broker
   */
  TcpProxy(int port, int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    daemon("proxy-" + port, this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Delays every chunk of bytes, in each direction. */
  void delay(long ms) {
    delayMs = ms;
  }

  void mode(Mode next) {
    synchronized (change) {
      mode = next;
      change.notifyAll();
    }
    if (next == Mode.CLOSED) {
      closeAll();
    }
  }

  @Override
  public void close() throws IOException {
    mode(Mode.CLOSED);
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (mode == Mode.CLOSED) {
          client.close();
          continue;
        }
        daemon("proxy-connection", () -> connect(client));
      } catch (IOException e) {
        // Closed, or a connection that broke while it was made: the client sees that itself.
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try {
      passWhenOpen();
      try (Socket broker = new Socket(InetAddress.getLoopbackAddress(), target)) {
        sockets.add(broker);
        // Closed meanwhile: whoever closed did not know this end.
        passWhenOpen();
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        daemon("proxy-back", () -> pump(broker, client));
        pump(client, broker);
      }
    } catch (IOException | InterruptedException e) {
      // The broker is down, or the proxy closed: the client sees a connection that ends.
    } finally {
      end(client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (delayMs > 0) {
          Thread.sleep(delayMs);
        }
        passWhenOpen();
        out.write(buffer, 0, count);
      }
    } catch (IOException | InterruptedException e) {
      // An end that is gone ends the other one.
    } finally {
      end(from);
      end(to);
    }
  }

  private void passWhenOpen() throws InterruptedException, IOException {
    synchronized (change) {
      while (mode == Mode.SILENT) {
        change.wait();
      }
    }
    if (mode == Mode.CLOSED) {
      throw new IOException("closed");
    }
  }

  private void closeAll() {
    sockets.forEach(this::end);
  }

  private void end(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use either way.
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
