package org.entrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

  private static final Instant WHEN = Instant.parse("2026-01-31T09:30:12.146071275Z");

  private final JsonLines lines =
      new JsonLines(Map.of("stage", "encoding", "worker", "encoding-1", "unit", "none"));

  @Test
  void line_hasEveryFieldOnce_andWhatItsThreadSaysWins() throws IOException {
    JsonNode line = line(event("fit of {} took {} s", "A", 3), null);
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly(
            "timestamp", "level", "logger", "thread", "message", "stage", "unit", "worker");
    assertThat(line.path("timestamp").asText()).isEqualTo(WHEN.toString());
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("logger").asText()).isEqualTo("org.entrain.Test");
    assertThat(line.path("thread").asText()).isEqualTo("encoding-fit");
    assertThat(line.path("message").asText()).isEqualTo("fit of A took 3 s");
    assertThat(line.path("stage").asText()).isEqualTo("encoding");
    assertThat(line.path("unit").asText()).isEqualTo("4f2a");
  }

  /** Whoever makes a message cannot make a line of their own. */
  @Test
  void message_ofSeveralLinesQuotesAndControls_staysInOneLine() throws IOException {
    String hostile = "a\n{\"level\":\"INFO\"}\r\u0000\u2028\\ \ud800";
    assertThat(line(event(hostile), null).path("message").asText())
        .startsWith("a\n{\"level\":\"INFO\"}\r\u0000\u2028\\ ");
  }

  @Test
  void exception_hasItsTraceAndItsCauseAsText() throws IOException {
    Exception cause = new IllegalStateException("disk is full");
    JsonNode line = line(event("fails"), new RuntimeException("cannot write", cause));
    assertThat(line.path("exception").asText())
        .startsWith("java.lang.RuntimeException: cannot write\n\tat org.entrain.app.JsonLinesTest")
        .contains("Caused by: java.lang.IllegalStateException: disk is full");
  }

  private JsonNode line(LoggingEvent event, Throwable thrown) throws IOException {
    if (thrown != null) {
      event.setThrowableProxy(new ch.qos.logback.classic.spi.ThrowableProxy(thrown));
    }
    lines.start();
    String text = new String(lines.encode(event), StandardCharsets.UTF_8);
    assertThat(text).endsWith("}\n");
    assertThat(text.strip().lines()).hasSize(1);
    return new ObjectMapper().readTree(text);
  }

  private static LoggingEvent event(String message, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            "caller",
            new LoggerContext().getLogger("org.entrain.Test"),
            Level.WARN,
            message,
            null,
            arguments);
    event.setInstant(WHEN);
    event.setThreadName("encoding-fit");
    event.setMDCPropertyMap(Map.of("unit", "4f2a"));
    return event;
  }
}
