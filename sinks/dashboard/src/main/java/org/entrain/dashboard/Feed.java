package org.entrain.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: {@code stream} with where the run stands, {@code results} with the number of
 * commits when there are new ones, {@code fault} when the run does not say where it stands. Nothing
 * is computed while nobody listens. Views are whole, so a slow listener misses some; it does not
 * hold up the others.
 */
final class Feed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final long PERIOD_MS = 500;
  private static final int LAGS_EVERY = 4;
  private static final int MOST_LISTENERS = 64;

  private final LiveStream stream;
  private final Supplier<Map<String, Long>> lagging;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> thread(task, "entrain-feed"));
  private final ExecutorService senders =
      Executors.newCachedThreadPool(task -> thread(task, "entrain-feed-sender"));

  private Map<String, Long> lags = Map.of();
  private long turns;

  /** What there is to be told. */
  private record News(@Nullable String view, @Nullable String fault, String commits) {}

  /** Somebody who listens, and what was told last. */
  private static final class Listener {
    private final SseClient client;
    private final AtomicBoolean busy = new AtomicBoolean();
    private @Nullable String view;
    private @Nullable String fault;
    private @Nullable String commits;

    Listener(SseClient client) {
      this.client = client;
    }

    /** On one thread at a time. */
    void tell(News news) {
      if (news.view() != null && !news.view().equals(view)) {
        view = news.view();
        fault = null;
        client.sendEvent("stream", view);
      }
      if (news.fault() != null && !news.fault().equals(fault)) {
        fault = news.fault();
        view = null;
        client.sendEvent("fault", fault);
      }
      if (!news.commits().equals(commits)) {
        commits = news.commits();
        client.sendEvent("results", commits);
      }
    }
  }

  /**
   * @param lagging records that each stage has not read yet
   */
  Feed(LiveStream stream, Supplier<Map<String, Long>> lagging) {
    this.stream = stream;
    this.lagging = lagging;
    timer.scheduleWithFixedDelay(this::turn, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /** Takes a listener, who is told everything at the next turn. */
  void listen(SseClient client) {
    if (listeners.size() >= MOST_LISTENERS) {
      client.close();
      return;
    }
    client.keepAlive();
    Listener listener = new Listener(client);
    listeners.add(listener);
    client.onClose(() -> listeners.remove(listener));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    senders.shutdownNow();
    for (Listener listener : listeners) {
      if (!listener.client.terminated()) {
        listener.client.close();
      }
    }
  }

  private void turn() {
    listeners.removeIf(listener -> listener.client.terminated());
    if (listeners.isEmpty()) {
      return;
    }
    News news = news();
    for (Listener listener : listeners) {
      if (listener.busy.compareAndSet(false, true)) {
        senders.execute(
            () -> {
              try {
                listener.tell(news);
              } finally {
                listener.busy.set(false);
              }
            });
      }
    }
  }

  private News news() {
    String commits = Long.toString(stream.commits());
    if (turns++ % LAGS_EVERY == 0) {
      try {
        lags = lagging.get();
      } catch (RuntimeException e) {
        LOG.warn("the brokers do not tell lags", e);
        lags = Map.of();
      }
    }
    try {
      return new News(Json.MAPPER.writeValueAsString(stream.view().withLags(lags)), null, commits);
    } catch (JsonProcessingException | RuntimeException e) {
      LOG.warn("the run does not say where it stands", e);
      return new News(null, "\"The run does not say where it stands; its log says why.\"", commits);
    }
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
