package org.entrain.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.entrain.app.Refusal;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateLock;
import org.entrain.app.steering.Action;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.common.UnavailableException;
import org.entrain.results.Selection;
import org.entrain.results.outputs.OutputException;
import org.entrain.results.outputs.OutputFormat;
import org.entrain.results.outputs.OutputProgress;
import org.entrain.results.outputs.OutputRequest;
import org.entrain.results.outputs.OutputStopped;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {

  private static final Source MODELS = new Source(Source.Kind.MODELS, "/models/a", "a");
  private static final Source SLOW = new Source(Source.Kind.MODELS, "/models/slow", "slow");

  @TempDir private Path temporary;
  private StateFolder folder;
  private final Echo session = new Echo();
  private ControlServer server;

  /** Answers with what it was asked. */
  private static final class Echo implements RunningSession {

    private final CompletableFuture<OutputStopped> stopped = new CompletableFuture<>();
    private final CountDownLatch held = new CountDownLatch(3);
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Waits until the gate opens, for what asks for that. */
    private void hold(boolean wanted) {
      if (wanted) {
        held.countDown();
        try {
          gate.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted", e);
        }
      }
    }

    @Override
    public String add(List<Source> sources) {
      hold(sources.contains(SLOW));
      if (sources.isEmpty()) {
        throw new Refusal("nothing to add");
      }
      return sources.toString();
    }

    @Override
    public String steer(SteeringRequest request) {
      hold(request.checkpoints().contains("slow"));
      return request.toString();
    }

    @Override
    public void results(Selection selection, OutputStream out) throws IOException {
      out.write(selection.toString().getBytes(StandardCharsets.UTF_8));
      hold(selection.text().startsWith("slow"));
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
    public String outputs(OutputRequest request, OutputProgress progress) throws OutputStopped {
      progress.show("scores.csv", 1, 2);
      while (request.formats().contains(OutputFormat.PARQUET)) {
        tellUntilStopped(progress);
      }
      if (request.formats().contains(OutputFormat.NIFTI)) {
        throw new Refusal("where voxels lie is not known");
      }
      if (request.formats().contains(OutputFormat.NPY)) {
        throw new OutputException("cannot write a: No space left on device");
      }
      return request.toString();
    }

    private void tellUntilStopped(OutputProgress progress) throws OutputStopped {
      try {
        progress.show("scores.parquet", 1, 2);
      } catch (OutputStopped e) {
        stopped.complete(e);
        throw e;
      }
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
    public String provenance(String row) {
      if (row.isEmpty()) {
        throw new Refusal("no row");
      }
      return row;
    }

    @Override
    public String broker() {
      return "127.0.0.1:1";
    }

    @Override
    public String status() {
      return "well";
    }
  }

  @Test
  void row_ofHostileNames_reachesTheSessionAsItIs() throws IOException {
    String row = "a&row=b=c%26+ ü/\n@7/3/A:17:2";
    assertThat(ControlClient.of(folder).provenance(row)).isEqualTo(row);
    assertThatThrownBy(() -> ControlClient.of(folder).provenance(""))
        .isInstanceOf(Refusal.class)
        .hasMessage("no row");
  }

  @Test
  void steering_reachesTheSessionAsItIs() throws IOException {
    SteeringRequest request =
        new SteeringRequest(Action.REMOVE, List.of("a@1", "b"), List.of("ü/\n"));
    assertThat(ControlClient.of(folder).steer(request)).isEqualTo(request.toString());
  }

  @Test
  void status_isAnswered_whileCheckpointsAreAddedAndRowsAreRead() throws Exception {
    ControlClient client = ControlClient.of(folder);
    ExecutorService askers = Executors.newFixedThreadPool(3);
    try {
      Future<String> added = askers.submit(() -> client.add(List.of(SLOW)));
      Future<String> one = askers.submit(() -> rows(client, "slow one"));
      Future<String> other = askers.submit(() -> rows(client, "slow other"));
      assertThat(session.held.await(1, TimeUnit.MINUTES)).isTrue();

      assertThat(client.status()).isEqualTo("well");
      assertThat(rows(client, "quick")).isEqualTo(Selection.of(true, "quick").toString());
      SteeringRequest pause = new SteeringRequest(Action.PAUSE, List.of("a"), List.of());
      assertThat(client.steer(pause)).isEqualTo(pause.toString());
      assertThat(added).isNotDone();

      session.gate.countDown();
      assertThat(added.get(1, TimeUnit.MINUTES)).isEqualTo(List.of(SLOW).toString());
      assertThat(one.get(1, TimeUnit.MINUTES)).isEqualTo(Selection.of(true, "slow one").toString());
      assertThat(other.get(1, TimeUnit.MINUTES))
          .isEqualTo(Selection.of(true, "slow other").toString());
    } finally {
      session.gate.countDown();
      askers.shutdownNow();
    }
    server.close();
    assertThat(folder.exports()).doesNotExist();
  }

  private static String rows(ControlClient client, String properties) throws IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    client.results(Selection.of(true, properties), rows);
    return rows.toString(StandardCharsets.UTF_8);
  }

  @Test
  void steering_thatIsNotAnsweredInTime_isSaidSo() throws IOException {
    ControlClient client = ControlClient.of(folder, Duration.ofMinutes(1), Duration.ofMillis(100));
    SteeringRequest pause = new SteeringRequest(Action.PAUSE, List.of("slow"), List.of());
    try {
      assertThatThrownBy(() -> client.steer(pause))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContainingAll("does not answer within", "Ask again");
      assertThat(client.status()).isEqualTo("well");
    } finally {
      session.gate.countDown();
    }
  }

  @Test
  void rows_thatAKilledProcessLeft_goAtTheNextStart() throws IOException {
    server.close();
    Path left = Files.createDirectories(folder.exports()).resolve("rows1.part");
    Files.writeString(left, "half");
    Files.writeString(folder.earlierExport(), "half, of an earlier version");

    server = new ControlServer(folder, session);

    assertThat(left).doesNotExist();
    assertThat(folder.earlierExport()).doesNotExist();
  }

  @BeforeEach
  void start() throws IOException {
    folder = new StateFolder(temporary);
    Files.writeString(temporary.resolve("state.json"), "{}");
    server = new ControlServer(folder, session);
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
    assertThat(client.broker()).isEqualTo("127.0.0.1:1");
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
    assertThat(folder.exports()).isEmptyDirectory();
  }

  @Test
  void outputs_areAskedForWhole_andToldFurther() throws IOException {
    List<String> progress = new ArrayList<>();

    String written =
        ControlClient.of(folder)
            .outputs(
                order(OutputFormat.CSV),
                (what, done, total) -> progress.add(what + " " + done + "/" + total));

    assertThat(written).isEqualTo(order(OutputFormat.CSV).toString());
    assertThat(progress).containsExactly("scores.csv 1/2");
  }

  @Test
  void outputs_thatCannotBe_sayWhyToTheAsker() {
    ControlClient client = ControlClient.of(folder);

    assertThatThrownBy(() -> client.outputs(order(OutputFormat.NIFTI), (what, done, total) -> {}))
        .isInstanceOf(Refusal.class)
        .hasMessage("where voxels lie is not known");
    assertThatThrownBy(() -> client.outputs(order(OutputFormat.NPY), (what, done, total) -> {}))
        .isInstanceOf(OutputException.class)
        .hasMessage("cannot write a: No space left on device");
  }

  @Test
  void outputs_whoseAskerIsGone_areStopped_whileOthersAreAnswered() throws Exception {
    ControlClient client = ControlClient.of(folder);

    assertThatThrownBy(
            () ->
                client.outputs(
                    order(OutputFormat.PARQUET),
                    (what, done, total) -> {
                      assertThat(status(client)).isEqualTo("well");
                      throw new OutputStopped("enough", null);
                    }))
        .isInstanceOf(OutputStopped.class)
        .hasMessage("enough");
    assertThat(session.stopped.get(1, TimeUnit.MINUTES)).hasMessageContaining("gone");
  }

  @Test
  void outputs_underWay_endWithTheProcess() {
    ControlClient client = ControlClient.of(folder);

    assertThatThrownBy(
            () ->
                client.outputs(order(OutputFormat.PARQUET), (what, done, total) -> server.close()))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("ended before all was written");
    assertThat(session.stopped).isDone();
  }

  private static String status(ControlClient client) {
    try {
      return client.status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OutputRequest order(OutputFormat format) {
    return new OutputRequest(
        temporary.resolve("out é"),
        Set.of(format),
        Selection.of(true, "POS,a&b = ü"),
        "/masks/{participant}.nii.gz",
        List.of(10, 12));
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
