package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.app.Environment;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.control.ControlClient;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.common.Locations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints added to a running process. */
class AdditionIT {

  private static final Path NANO = CommandRunner.HOME.resolve("sample/checkpoints/nano");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long GLANCE_NS = 20_000_000;
  private static final Pattern PAGE =
      Pattern.compile("Page: (http://localhost:[0-9]+/)#token=([0-9a-f]+)");

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
    RunOptions options = new RunOptions(false, 0, Speed.parse("max"), page, List.of(copies));
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
    } finally {
      session.stop();
      run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    Inputs next =
        new InputCheck(environment, folder, new StateStore(folder).read(), Locations.local())
            .check(request(List.of()));
    assertThat(next.checkpoints()).extracting(Completion::name).containsExactly("nano@0", "nano@1");
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
