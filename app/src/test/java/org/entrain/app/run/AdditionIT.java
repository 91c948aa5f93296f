package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.app.Environment;
import org.entrain.app.Refusal;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.control.ControlClient;
import org.entrain.app.docs.MetricTable;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.app.steering.Action;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.common.Locations;
import org.entrain.monitoring.MonitorAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints added to a running process. */
class AdditionIT {

  private static final Path NANO = CommandRunner.HOME.resolve("sample/checkpoints/nano");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long GLANCE_NS = 20_000_000;
  private static final Pattern PAGE =
      Pattern.compile("Page: (http://localhost:[0-9]+/)#token=([0-9a-f]+)");

  private static final Pattern MONITOR =
      Pattern.compile("Metrics and health: (http://127.0.0.1:[0-9]+)/metrics");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final int OK = 200;

  @TempDir private Path temporary;

  @Test
  void add_ofKnownAndNewCheckpoints_keepsEachOnce() throws Exception {
    StateFolder folder = new StateFolder(temporary.resolve("state"));
    folder.create();
    Environment environment = new Environment(CommandRunner.HOME, false, false, 80);
    Path copies = temporary.resolve("nano");
    CommandRunner.copy(NANO.resolve("step0"), Files.createDirectories(copies).resolve("step0"));
    CommandRunner.copy(NANO.resolve("step1"), copies.resolve("step1"));
    Inputs inputs =
        new InputCheck(environment, folder, Optional.empty(), Locations.local())
            .check(request(List.of(models(NANO.resolve("step0")))));
    new StateStore(folder).write(inputs.state());
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    StringWriter said = new StringWriter();
    PageAddress page = PageAddress.parse("127.0.0.1", "0");
    RunOptions options =
        new RunOptions(
            false, 0, Speed.parse("max"), page, List.of(copies), MonitorAddress.parse("0"));
    Session session =
        new Session(folder, inputs, options, environment, nowhere, new PrintWriter(said));
    CompletableFuture<Integer> run = CompletableFuture.supplyAsync(session::run);
    try {
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!Files.exists(folder.control()) && Instant.now().isBefore(deadline)) {
        assertThat(run).isNotDone();
        LockSupport.parkNanos(GLANCE_NS);
      }

      String answer = ControlClient.of(folder).add(List.of(models(copies)));

      assertThat(answer).contains("nano@1").doesNotContain("nano@0");
      assertPage(said.toString(), copies);
      assertMonitored(said.toString(), run);
      assertSteered(ControlClient.of(folder));
    } finally {
      session.stop();
      run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    Inputs next =
        new InputCheck(environment, folder, new StateStore(folder).read(), Locations.local())
            .check(request(List.of()));
    assertThat(next.checkpoints()).extracting(Completion::name).containsExactly("nano@0", "nano@1");
  }

  /** Commands to the running process. */
  private static void assertSteered(ControlClient process) throws Exception {
    assertThat(process.steer(new SteeringRequest(Action.PAUSE, List.of("nano"), List.of())))
        .contains("nano@0 is paused", "nano@1 is paused");
    assertThat(process.status()).contains("paused: nano@0, nano@1\n");
    assertThat(process.steer(new SteeringRequest(Action.RESUME, List.of("nano@0"), List.of())))
        .contains("nano@0 is active again");
    assertThat(process.status()).contains("paused: nano@1\n");
    assertThatThrownBy(
            () -> process.steer(new SteeringRequest(Action.REMOVE, List.of(), List.of("A"))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("at least one that stays");
  }

  /** The page shows what was announced, and takes checkpoints from where it may. */
  private void assertPage(String said, Path copies) throws Exception {
    Matcher line = PAGE.matcher(said);
    assertThat(line.find()).as(said).isTrue();
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest.Builder stream = HttpRequest.newBuilder(URI.create(line.group(1) + "api/stream"));
    assertThat(http.send(stream.build(), BodyHandlers.ofString()).body())
        .contains("\"dataset\":\"entrain-sample\"", "\"name\":\"encoding\"", "\"live\":true");
    HttpRequest.Builder add =
        HttpRequest.newBuilder(URI.create(line.group(1) + "api/checkpoints"))
            .header("Entrain-Token", line.group(2));
    assertThat(post(http, add, copies).body()).contains("Nothing new");
    assertThat(post(http, add, temporary.resolve("state")).body()).contains("may name");
  }

  /** A process at work tells exactly what docs/monitoring.md lists, and is ready in the end. */
  private static void assertMonitored(String said, CompletableFuture<Integer> run)
      throws Exception {
    Matcher line = MONITOR.matcher(said);
    assertThat(line.find()).as(said).isTrue();
    MetricTable table = MetricTable.read();
    Map<String, String> told = Map.of();
    int ready = 0;
    Instant deadline = Instant.now().plus(PATIENCE);
    while ((ready != OK || !told.keySet().containsAll(table.own().keySet()))
        && Instant.now().isBefore(deadline)) {
      assertThat(run).isNotDone();
      LockSupport.parkNanos(GLANCE_NS);
      told = families(get(line.group(1) + "/metrics").body());
      ready = get(line.group(1) + "/health/ready").statusCode();
    }
    Map<String, String> own = new TreeMap<>(told);
    own.keySet().removeIf(name -> !name.startsWith("entrain_"));
    assertThat(own).isEqualTo(table.own());
    told.keySet().removeAll(own.keySet());
    // Parts of summaries are families of their own.
    assertThat(told.keySet())
        .isNotEmpty()
        .allMatch(
            name ->
                table.others().contains(name.replaceAll("_max$", ""))
                    || table.others().contains(name));
    assertThat(ready).isEqualTo(OK);
    assertThat(get(line.group(1) + "/health/live").body()).contains("\"encoding\":\"running\"");
  }

  /** Types of the families, by name. */
  private static Map<String, String> families(String metrics) {
    Map<String, String> types = new TreeMap<>();
    Matcher lines = TYPE.matcher(metrics);
    while (lines.find()) {
      types.put(lines.group(1), lines.group(2));
    }
    return types;
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(HttpClient http, HttpRequest.Builder to, Path path)
      throws Exception {
    String body = "{\"path\":\"" + path + "\"}";
    return http.send(
        to.copy().POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private static RunRequest request(List<Source> sources) {
    return new RunRequest(null, null, null, sources, List.of("A"), null, List.of());
  }

  private static Source models(Path folder) {
    return new Source(Source.Kind.MODELS, folder.toString(), null);
  }
}
