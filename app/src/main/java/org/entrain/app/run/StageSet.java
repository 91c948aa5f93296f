package org.entrain.app.run;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.entrain.transport.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stages that start, run and stop together. Each takes seconds for either: they do it at once. */
public final class StageSet implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StageSet.class);

  private final List<Stage> stages;

  public StageSet(List<Stage> stages) {
    this.stages = List.copyOf(stages);
  }

  /** Starts all; returns when each has begun. */
  public void start() {
    each(Stage::start);
  }

  /** The first failure of a stage, in words; empty while all are well. */
  public Optional<WorkFailure> failure() {
    for (Stage stage : stages) {
      @Nullable Throwable failure = stage.failure();
      if (failure != null) {
        return Optional.of(
            new WorkFailure(
                "stage %s failed: %s".formatted(stage.name(), inWords(failure)), failure));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    each(Stage::close);
  }

  private void each(Consumer<Stage> action) {
    ExecutorService executor = Executors.newFixedThreadPool(stages.size());
    try {
      List<Future<?>> actions =
          stages.stream().<Future<?>>map(s -> executor.submit(() -> action.accept(s))).toList();
      for (Future<?> done : actions) {
        await(done);
      }
    } finally {
      executor.shutdown();
    }
  }

  /** The failure's own words and those of what began it, such as a full disk. */
  private static String inWords(Throwable failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first == failure ? failure.toString() : failure.getMessage() + " (" + first + ")";
  }

  private static void await(Future<?> done) {
    try {
      done.get();
    } catch (ExecutionException e) {
      LOG.error("a stage does not start or stop", e.getCause());
      throw new WorkFailure("a stage does not start or stop: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailure("interrupted", e);
    }
  }
}
