package org.entrain.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.entrain.monitoring.StageInput.Kind;
import org.entrain.schemas.Topic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What takes time to know, asked every few seconds by one thread: lags, and who answers. */
final class SlowTimer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SlowTimer.class);
  private static final long PERIOD_S = 15;

  private final MeterRegistry registry;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "monitor-timer");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private final List<LagReader> readers = new CopyOnWriteArrayList<>();
  private final Map<String, Runnable> questions = new LinkedHashMap<>();
  private List<String> silent = List.of();

  /** A stage's input, and the lags last read. */
  private static final class Watched {
    final StageInput input;
    volatile Map<String, Long> lags = Map.of();

    Watched(StageInput input) {
      this.input = input;
    }

    double lag(String topic) {
      @Nullable Long lag = lags.get(topic);
      return lag == null ? Double.NaN : lag;
    }
  }

  SlowTimer(MeterRegistry registry) {
    this.registry = registry;
    executor.scheduleWithFixedDelay(this::askAll, PERIOD_S, PERIOD_S, TimeUnit.SECONDS);
  }

  /** Tells the lag of a stage from now on. */
  void watch(String stage, StageInput input, ClientMeters clients) {
    Watched of = new Watched(input);
    for (Topic<?> topic : input.topics()) {
      String name = topic.name();
      Gauge.builder(
              "entrain.lag.records",
              () ->
                  input.kind() == Kind.OWN ? clients.value(ClientMeasure.LAG, name) : of.lag(name))
          .description("Records that all workers of the stage together have not finished")
          .tag(WorkMeters.STAGE, stage)
          .tag(ClientMeasure.TOPIC, name)
          .register(registry);
    }
    watched.add(of);
  }

  /** Reads lags from now on; the reader is closed with this. */
  void follow(LagReader reader) {
    readers.add(reader);
    executor.scheduleWithFixedDelay(() -> read(reader), 0, PERIOD_S, TimeUnit.SECONDS);
  }

  /** Asks from now on whether a part answers. */
  synchronized void ask(String name, Runnable question) {
    questions.put(name, question);
  }

  /** Parts that did not answer when they were last asked, in words. */
  synchronized List<String> silent() {
    return silent;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    readers.forEach(LagReader::close);
  }

  private void read(LagReader reader) {
    for (Watched of : watched) {
      try {
        of.lags = reader.read(of.input);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warn("the lag of {} is not known", of.input.group(), e);
        of.lags = Map.of();
      }
    }
  }

  private void askAll() {
    Map<String, Runnable> all = questions();
    List<String> none = new ArrayList<>();
    all.forEach(
        (name, question) -> {
          try {
            question.run();
          } catch (RuntimeException e) {
            LOG.warn("{} does not answer", name, e);
            none.add(name + " does not answer: " + e.getMessage());
          }
        });
    answered(none);
  }

  private synchronized Map<String, Runnable> questions() {
    return new HashMap<>(questions);
  }

  private synchronized void answered(List<String> none) {
    silent = List.copyOf(none);
  }
}
