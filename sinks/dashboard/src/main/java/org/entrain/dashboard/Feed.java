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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: {@code stream} with where the run stands, {@code results} with the number of
 * commits when there are new ones, {@code fault} when the run does not say where it stands; a
 * comment when there was nothing to tell for a while, since only what is written shows who went
 * away. Nothing is computed while nobody listens. Views are whole, so a slow listener misses some;
 * it does not hold up the others.
 */
final class Feed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final long PERIOD_MS = 500;
  private static final int LAGS_EVERY = 4;
  private static final int MOST_LISTENERS = 64;
  private static final long QUIET_NANOS = 15_000_000_000L;
  private static final String FAULT = "\"The run does not say where it stands; its log says why.\"";

  private final LiveStream stream;
  private final Supplier<Map<String, Long>> lagging;
  private final LongSupplier nanos;
  private final Trouble silence = new Trouble(LOG, "the run does not say where it stands");
  private final Trouble lagless = new Trouble(LOG, "the brokers do not tell lags");
  private final Trouble failure = new Trouble(LOG, "nobody is told where the run stands");
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> thread(task, "entrain-feed"));
  private final ExecutorService senders =
      Executors.newCachedThreadPool(task -> thread(task, "entrain-feed-sender"));

  private Map<String, Long> lags = Map.of();
  private long turns;

  /** What there is to be told. */
  private record News(@Nullable String view, @Nullable String fault, @Nullable String commits) {}

  /** Somebody who listens, and what was told last. */
  private static final class Listener {
    private final SseClient client;
    private final AtomicBoolean busy = new AtomicBoolean();
    private @Nullable String view;
    private @Nullable String fault;
    private @Nullable String commits;
    private long told;

    Listener(SseClient client, long now) {
      this.client = client;
      told = now;
    }

    /** On one thread at a time. */
    void tell(News news, long now) {
      if (tellNew(news)) {
        told = now;
      } else if (now - told >= QUIET_NANOS) {
        client.sendComment("nothing new");
        told = now;
      }
    }

    /** Returns whether something is new. */
    private boolean tellNew(News news) {
      boolean any = false;
      if (news.view() != null && !news.view().equals(view)) {
        view = news.view();
        fault = null;
        client.sendEvent("stream", view);
        any = true;
      }
      if (news.fault() != null && !news.fault().equals(fault)) {
        fault = news.fault();
        view = null;
        client.sendEvent("fault", fault);
        any = true;
      }
      if (news.commits() != null && !news.commits().equals(commits)) {
        commits = news.commits();
        client.sendEvent("results", commits);
        any = true;
      }
      return any;
    }
  }

  /**
   * @param lagging records that each stage has not read yet
   * @param nanos clock, ns
   */
  Feed(LiveStream stream, Supplier<Map<String, Long>> lagging, LongSupplier nanos) {
    this.stream = stream;
    this.lagging = lagging;
    this.nanos = nanos;
    timer.scheduleWithFixedDelay(this::turn, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /** Takes a listener, who is told everything at the next turn. */
  void listen(SseClient client) {
    if (listeners.size() >= MOST_LISTENERS) {
      client.close();
      return;
    }
    client.keepAlive();
    Listener listener = new Listener(client, nanos.getAsLong());
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

  /** The timer forgets a task that throws: no turn may, or it is the last. */
  private void turn() {
    try {
      tellAll();
      failure.over();
    } catch (RuntimeException e) {
      // Closing cuts a turn off.
      if (!timer.isShutdown()) {
        failure.is(e);
      }
    }
  }

  private void tellAll() {
    listeners.removeIf(listener -> listener.client.terminated());
    if (listeners.isEmpty()) {
      return;
    }
    News news = news();
    long now = nanos.getAsLong();
    for (Listener listener : listeners) {
      if (listener.busy.compareAndSet(false, true)) {
        senders.execute(() -> tell(listener, news, now));
      }
    }
  }

  private static void tell(Listener listener, News news, long now) {
    try {
      listener.tell(news, now);
    } catch (RuntimeException e) {
      // A place is kept for those alone who can be told something.
      LOG.warn("a listener cannot be told anything and is let go", e);
      listener.client.close();
    } finally {
      listener.busy.set(false);
    }
  }

  private News news() {
    if (turns++ % LAGS_EVERY == 0) {
      lags = lags();
    }
    @Nullable String commits = null;
    try {
      commits = Long.toString(stream.commits());
      String view = Json.MAPPER.writeValueAsString(stream.view().withLags(lags));
      silence.over();
      return new News(view, null, commits);
    } catch (JsonProcessingException | RuntimeException e) {
      silence.is(e);
      return new News(null, FAULT, commits);
    }
  }

  private Map<String, Long> lags() {
    try {
      Map<String, Long> known = lagging.get();
      lagless.over();
      return known;
    } catch (RuntimeException e) {
      lagless.is(e);
      return Map.of();
    }
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
