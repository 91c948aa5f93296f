package org.entrain.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private static final int SHORT_MS = 200;
  private static final int LONG_MS = 10_000;

  private ServerSocket server;
  private TcpProxy proxy;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(LONG_MS);
    proxy = new TcpProxy(0, server.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  private Socket client() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(LONG_MS);
    return client;
  }

  private Socket behind() throws IOException {
    Socket behind = server.accept();
    behind.setSoTimeout(LONG_MS);
    return behind;
  }

  @Test
  void open_bytes_passInBothDirections() throws IOException {
    try (Socket client = client();
        Socket behind = behind()) {
      client.getOutputStream().write(7);
      assertThat(behind.getInputStream().read()).isEqualTo(7);
      behind.getOutputStream().write(8);
      assertThat(client.getInputStream().read()).isEqualTo(8);
    }
  }

  @Test
  void silent_bytes_waitUntilItIsOpenAgain() throws IOException {
    try (Socket client = client();
        Socket behind = behind()) {
      proxy.mode(TcpProxy.Mode.SILENT);
      client.getOutputStream().write(7);
      behind.setSoTimeout(SHORT_MS);
      assertThatThrownBy(() -> behind.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      proxy.mode(TcpProxy.Mode.OPEN);
      behind.setSoTimeout(LONG_MS);
      assertThat(behind.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void closed_connections_endAndNewOnesToo() throws IOException {
    try (Socket client = client();
        Socket behind = behind()) {
      proxy.mode(TcpProxy.Mode.CLOSED);
      assertThat(client.getInputStream().read()).isNegative();
      assertThat(behind.getInputStream().read()).isNegative();
    }
    try (Socket client = client()) {
      assertThat(client.getInputStream().read()).isNegative();
    }
  }
}
