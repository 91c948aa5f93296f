package org.entrain.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.entrain.app.Refusal;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateLock;
import org.entrain.results.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {

  private static final Source MODELS = new Source(Source.Kind.MODELS, "/models/a", "a");

  @TempDir private Path temporary;
  private StateFolder folder;
  private ControlServer server;

  /** Answers with what it was asked. */
  private static final class Echo implements RunningSession {
    @Override
    public String add(List<Source> sources) {
      if (sources.isEmpty()) {
        throw new Refusal("nothing to add");
      }
      return sources.toString();
    }

    @Override
    public void results(Selection selection, OutputStream out) throws IOException {
      out.write(selection.toString().getBytes(StandardCharsets.UTF_8));
      if (!selection.baselines()) {
        out.flush();
        throw new IOException("cut off");
      }
    }

    @Override
    public void export(Export what, Selection selection, OutputStream out) throws IOException {
      out.write((what.text() + " of " + selection.text()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String summary(Selection selection) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void report(OutputStream out) throws IOException {
      out.write("report".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String status() {
      return "well";
    }
  }

  @BeforeEach
  void start() throws IOException {
    folder = new StateFolder(temporary);
    Files.writeString(temporary.resolve("state.json"), "{}");
    server = new ControlServer(folder, new Echo());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void request_withTheToken_isAnswered() throws IOException {
    ControlClient client = ControlClient.of(folder);
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    client.results(Selection.of(true, "POS,a&b = ü"), rows);

    assertThat(client.status()).isEqualTo("well");
    assertThat(client.add(List.of(MODELS))).isEqualTo(List.of(MODELS).toString());
    assertThat(rows.toString(StandardCharsets.UTF_8))
        .isEqualTo(Selection.of(true, "a&b = ü,POS").toString());
  }

  @Test
  void refusalAndFailure_reachTheAsker() throws IOException {
    ControlClient client = ControlClient.of(folder);

    assertThatThrownBy(() -> client.add(List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessage("nothing to add");
    assertThatThrownBy(() -> client.summary(Selection.of(false)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken");
  }

  @Test
  void results_thatFailMidway_areNoResults() throws IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();

    assertThatThrownBy(() -> ControlClient.of(folder).results(Selection.of(false), rows))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut off");
    assertThat(rows.size()).isZero();
    assertThat(temporary).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void request_withoutTheToken_getsNothing() throws Exception {
    JsonNode address = new ObjectMapper().readTree(folder.control().toFile());
    URI status = URI.create("http://127.0.0.1:" + address.get("port").asInt() + "/status");
    HttpClient http = HttpClient.newHttpClient();

    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(status).header("Entrain-Token", "guess").build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).doesNotContain("well");
  }

  @Test
  void addressFile_isTheOwnersAloneAndGoesWithTheServer() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.control())))
        .isEqualTo("rw-------");

    server.close();

    assertThat(folder.control()).doesNotExist();
    assertThatThrownBy(() -> ControlClient.of(folder))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("starting or stopping");
  }

  @Test
  void addressOfAProcessThatIsGone_isNoFailureAndGoesWithTheNextLock() throws IOException {
    byte[] stale = Files.readAllBytes(folder.control());
    server.close();
    Files.write(folder.control(), stale);

    assertThatThrownBy(() -> ControlClient.of(folder).status())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("starting or stopping");
    try (StateLock lock = StateLock.tryTake(folder).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(folder.control()).doesNotExist();
    }
  }

  @Test
  void folderOfAWorker_isNamedAsSuch() throws IOException {
    Files.delete(temporary.resolve("state.json"));

    assertThatThrownBy(() -> ControlClient.of(folder))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("worker", "Stop");
  }
}
