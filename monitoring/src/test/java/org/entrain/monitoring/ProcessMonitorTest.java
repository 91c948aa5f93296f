package org.entrain.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.schemas.Topics;
import org.entrain.transport.StageHealth.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered over HTTP, with requests as they stand on the wire. */
class ProcessMonitorTest {

  private static final Topics TOPICS = new Topics(1);

  @TempDir private Path state;
  private ProcessMonitor monitor;

  @BeforeEach
  void open() {
    monitor = open(0);
  }

  @AfterEach
  void close() {
    monitor.close();
  }

  @Test
  void metrics_areInPrometheusFormat() throws IOException {
    assertThat(get("/metrics"))
        .startsWith("HTTP/1.1 200 OK")
        .contains("text/plain; version=0.0.4")
        .contains("# TYPE entrain_build_info gauge", "version=\"1.2\"", "commit=\"abc\"")
        .containsPattern("\nentrain_state_disk_free_bytes [0-9.E]+\n")
        .containsPattern("\njvm_memory_used_bytes\\{area=\"heap\"")
        .contains("\nentrain_results_stored_total 0.0\n");
  }

  @Test
  void process_withoutStages_isAliveAndNotReady() throws IOException {
    assertThat(get("/health/live")).startsWith("HTTP/1.1 200").contains("\"status\":\"ok\"");
    assertThat(get("/health/ready"))
        .startsWith("HTTP/1.1 503")
        .contains("\"reasons\":[\"the stages are not started\"]");
  }

  @Test
  void failedStage_isNamed() throws IOException {
    FakeStage stage = new FakeStage();
    monitor.watch("encoding", stage, StageInput.ofGroup("g", TOPICS.features()).inPieces());
    stage.is(Phase.FAILED, Double.NaN);
    assertThat(get("/health/live"))
        .startsWith("HTTP/1.1 503")
        .contains("\"encoding has failed\"", "{\"encoding\":\"failed\"}");
    assertThat(get("/metrics"))
        .contains("\nentrain_stage_up{stage=\"encoding\"} 0.0\n")
        .contains("\nentrain_lag_records{stage=\"encoding\",topic=\"entrain.features\"} NaN\n")
        .contains(
            "\nentrain_dead_letters_total{stage=\"encoding\",topic=\"entrain.features\"} 0.0\n");
  }

  @Test
  void deadLetters_ofUnknownTopics_shareOneName() throws IOException {
    monitor.listener("planner").deadLetter("entrain.words");
    monitor.listener("planner").deadLetter("internal-1");
    monitor.listener("planner").deadLetter("internal-2");
    assertThat(get("/metrics"))
        .contains("entrain_dead_letters_total{stage=\"planner\",topic=\"entrain.words\"} 1.0")
        .contains("entrain_dead_letters_total{stage=\"planner\",topic=\"other\"} 2.0");
  }

  @Test
  void head_hasNoBody_andOtherMethodsAreRefused() throws IOException {
    assertThat(ask("HEAD /metrics HTTP/1.1", "localhost"))
        .startsWith("HTTP/1.1 200")
        .endsWith("\r\n\r\n");
    for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS"}) {
      assertThat(ask(method + " /metrics HTTP/1.1", "localhost"))
          .startsWith("HTTP/1.1 405")
          .contains("Allow: GET, HEAD");
    }
    assertThat(get("/"))
        .startsWith("HTTP/1.1 404")
        .contains("/health/live, /health/ready, /metrics");
  }

  /** A page of a foreign name that points here may not read through a browser. */
  @Test
  void foreignNames_ofThisMachine_areRefused() throws IOException {
    assertThat(ask("GET /metrics HTTP/1.1", "evil.example"))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("entrain_");
    assertThat(ask("GET /metrics HTTP/1.1", "127.0.0.1:1")).startsWith("HTTP/1.1 200");
  }

  @Test
  void port_thatIsTaken_isRefusedWithWhatToDo() {
    int taken = URI.create(monitor.address()).getPort();
    assertThatThrownBy(() -> open(taken))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("--monitor", "127.0.0.1:" + taken, "free");
  }

  private ProcessMonitor open(int port) {
    return new ProcessMonitor(
        new MonitorAddress("127.0.0.1", port), TOPICS, new ProcessFacts("1.2", "abc", state));
  }

  private String get(String path) throws IOException {
    return ask("GET " + path + " HTTP/1.1", "localhost");
  }

  private String ask(String request, String host) throws IOException {
    int port = URI.create(monitor.address()).getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      String text = request + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
