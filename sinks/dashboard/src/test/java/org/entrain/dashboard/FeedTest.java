package org.entrain.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.entrain.results.Comparison;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The feed over real connections, by a clock of the test's. */
@Timeout(120)
class FeedTest {

  private static final long QUIET_NANOS = 15_000_000_000L;
  private static final int PLACES = 64;
  private static final String VIEW = "event: stream";
  private static final String COMMITS = "event: results";
  private static final String FAULT = "event: fault";
  private static final String COMMENT = ":";

  private final AtomicLong clock = new AtomicLong();
  private final ShakyStream stream = new ShakyStream();
  private final Feed feed = new Feed(stream, Map::of, clock::get);
  private final Javalin server =
      Javalin.create(
              config -> {
                config.startup.showJavalinBanner = false;
                config.routes.sse("/", feed::listen);
              })
          .start("127.0.0.1", 0);

  @AfterEach
  void stop() {
    feed.close();
    server.stop();
  }

  @Test
  void databaseThatDoesNotAnswer_isToldAndTheFeedGoesOn() throws IOException {
    stream.broken = true;
    try (Ear ear = new Ear(server.port())) {
      assertThat(ear.until(FAULT)).doesNotContain(VIEW, COMMITS).endsWith(FAULT);
      stream.broken = false;
      assertThat(ear.until(COMMITS)).contains(VIEW).endsWith(COMMITS);
      stream.commits.incrementAndGet();
      assertThat(ear.until(COMMITS)).endsWith(COMMITS);
    }
  }

  @Test
  void quietListener_getsACommentOnceThereWasNothingToTellForAWhile() throws IOException {
    try (Ear ear = new Ear(server.port())) {
      assertThat(ear.until(COMMITS)).endsWith(COMMITS);
      clock.addAndGet(QUIET_NANOS - 1);
      stream.commits.incrementAndGet();
      assertThat(ear.until(COMMITS)).noneMatch(line -> line.startsWith(COMMENT));
      clock.addAndGet(QUIET_NANOS);
      List<String> heard = ear.until(COMMENT);
      assertThat(heard).doesNotContain(VIEW, COMMITS, FAULT);
      assertThat(heard.get(heard.size() - 1)).startsWith(COMMENT);
    }
  }

  @Test
  void placesOfListenersWhoWentAway_areGivenToOthers() throws Exception {
    List<Ear> gone = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      gone.add(new Ear(server.port()));
    }
    for (Ear ear : gone) {
      assertThat(ear.until(COMMITS)).endsWith(COMMITS);
    }
    assertThat(isTaken()).as("one more").isFalse();
    for (Ear ear : gone) {
      ear.close();
    }
    do {
      clock.addAndGet(QUIET_NANOS);
      stream.turns.drainPermits();
      // None comes once all have been let go.
      stream.turns.tryAcquire(1, TimeUnit.SECONDS);
    } while (!isTaken());
  }

  private boolean isTaken() throws IOException {
    try (Ear ear = new Ear(server.port())) {
      return ear.until(COMMITS).contains(COMMITS);
    }
  }

  /** Listens as a browser does. */
  private static final class Ear implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;

    private final Socket socket;
    private final BufferedReader lines;

    Ear(int port) throws IOException {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(PATIENCE_MS);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Lines up to the first one that begins so; up to the end if there is none. */
    List<String> until(String begin) throws IOException {
      List<String> heard = new ArrayList<>();
      String line = lines.readLine();
      while (line != null) {
        heard.add(line);
        if (line.startsWith(begin)) {
          return heard;
        }
        line = lines.readLine();
      }
      return heard;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Results that stand still, in a database that may be away. */
  private static final class ShakyStream implements LiveStream {
    final AtomicLong commits = new AtomicLong();
    final Semaphore turns = new Semaphore(0);
    volatile boolean broken;

    @Override
    public StreamView view() {
      return new StreamView("story", false, false, true, 0, List.of(), List.of(), null, Map.of());
    }

    @Override
    public long commits() {
      turns.release();
      if (broken) {
        throw new IllegalStateException("the database is away");
      }
      return commits.get();
    }

    @Override
    public String add(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Comparison compare(String state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> facts() {
      return Map.of();
    }
  }
}
