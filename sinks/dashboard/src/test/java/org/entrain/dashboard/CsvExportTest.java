package org.entrain.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports over a real server. */
@Timeout(120)
class CsvExportTest {

  private static final int MANY = 200_000;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private volatile CsvExport.Rows rows = out -> write(out, 1);
  private final CsvExport export = new CsvExport("rows.csv", out -> rows.to(out));
  private final Endpoint endpoint = Endpoint.get("/rows.csv", "Rows", String.class, export::answer);
  private final Javalin server =
      Javalin.create(
              config -> {
                config.startup.showJavalinBanner = false;
                config.routes.get(
                    "/rows.csv", context -> export.answer(new Request(context, endpoint)));
                config.routes.exception(
                    IllegalStateException.class,
                    (e, context) -> {
                      if (!context.res().isCommitted()) {
                        context.status(500).result("refused");
                      }
                    });
              })
          .start("127.0.0.1", 0);

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void allRows_areSent() throws Exception {
    rows = out -> write(out, MANY);
    HttpResponse<String> answer = HTTP.send(request("identity"), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().lines().count()).isEqualTo(MANY);
    assertThat(answer.body()).startsWith("0,row\n").endsWith("\n" + (MANY - 1) + ",row\n");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .isEqualTo("attachment; filename=\"rows.csv\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void faultInTheMiddle_breaksTheConnection(String encoding) {
    rows =
        out -> {
          write(out, MANY);
          throw new IllegalStateException("the database is away");
        };
    assertThatThrownBy(() -> HTTP.send(request(encoding), BodyHandlers.ofByteArray()))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void faultSoonAfterTheFirstRows_breaksTheConnection(String encoding) {
    rows =
        out -> {
          write(out, 1_000);
          out.flush();
          throw new IllegalStateException("the database is away");
        };
    assertThatThrownBy(() -> HTTP.send(request(encoding), BodyHandlers.ofByteArray()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void faultBeforeAnyRowIsSent_isRefused() throws Exception {
    rows =
        out -> {
          write(out, 1);
          throw new IllegalStateException("the database is away");
        };
    HttpResponse<String> answer = HTTP.send(request("identity"), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("refused");
    assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
  }

  @Test
  void secondExport_isToldToComeAgain() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    rows =
        out -> {
          begun.countDown();
          await(go);
          return write(out, 1);
        };
    CompletableFuture<HttpResponse<String>> first =
        HTTP.sendAsync(request("identity"), BodyHandlers.ofString());
    await(begun);
    HttpResponse<String> second = HTTP.send(request("identity"), BodyHandlers.ofString());
    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(second.body()).contains("one at a time");
    go.countDown();
    assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    HttpResponse<String> third = HTTP.send(request("identity"), BodyHandlers.ofString());
    assertThat(third.body()).isEqualTo("0,row\n");
  }

  private static long write(Writer out, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      out.write(i + ",row\n");
    }
    return count;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest request(String encoding) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d/rows.csv".formatted(server.port())))
        .header("Accept-Encoding", encoding)
        .timeout(Duration.ofSeconds(60))
        .build();
  }
}
