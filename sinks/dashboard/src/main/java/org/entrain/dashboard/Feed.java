package org.entrain.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: {@code stream} with where the run stands, and {@code results} with the number
 * of commits when there are new ones. Nothing is computed while nobody listens.
 */
final class Feed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final long PERIOD_MS = 500;
  private static final int LAGS_EVERY = 4;
  private static final int MOST_CLIENTS = 64;

  private final LiveStream stream;
  private final Supplier<Map<String, Long>> lagging;
  private final List<SseClient> clients = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "entrain-feed");
            thread.setDaemon(true);
            return thread;
          });

  private Map<String, Long> lags = Map.of();
  private long turns;
  private long commits = -1;
  private String shown = "";

  /**
   * @param lagging records that each stage has not read yet
   */
  Feed(LiveStream stream, Supplier<Map<String, Long>> lagging) {
    this.stream = stream;
    this.lagging = lagging;
    timer.scheduleWithFixedDelay(this::turn, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /** Takes a listener, who is told everything at once. */
  void listen(SseClient client) {
    if (clients.size() >= MOST_CLIENTS) {
      client.close();
      return;
    }
    client.keepAlive();
    client.onClose(() -> clients.remove(client));
    client.sendEvent("results", Long.toString(stream.commits()));
    clients.add(client);
    timer.execute(
        () -> {
          shown = "";
          turn();
        });
  }

  @Override
  public void close() {
    timer.shutdownNow();
    for (SseClient client : clients) {
      if (!client.terminated()) {
        client.close();
      }
    }
  }

  private void turn() {
    if (clients.isEmpty()) {
      return;
    }
    try {
      if (turns++ % LAGS_EVERY == 0) {
        lags = lagging.get();
      }
      String view = Json.MAPPER.writeValueAsString(stream.view().withLags(lags));
      if (!view.equals(shown)) {
        shown = view;
        send("stream", view);
      }
      long now = stream.commits();
      if (now != commits) {
        commits = now;
        send("results", Long.toString(now));
      }
    } catch (JsonProcessingException | KafkaException e) {
      LOG.warn("the page is not told of the stream this time", e);
    } catch (RuntimeException e) {
      LOG.error("the page is not told of the stream this time", e);
    }
  }

  private void send(String event, String data) {
    clients.forEach(client -> client.sendEvent(event, data));
  }
}
