package org.entrain.embedding;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.entrain.transport.LogContext;
import org.entrain.transport.StageListener;
import org.entrain.transport.StageThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer's side of a worker: takes one task at a time, lets an executor compute it, and
 * renews the lock at a third of its duration until the outcome is there. Meanwhile it listens for
 * what is wanted.
 */
final class TaskQueue {

  private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long SLICE_MS = 200;
  private static final int RENEWALS_PER_LOCK = 3;
  private static final long NONE = -1;

  private final ShareConsumer<byte[], byte[]> consumer;
  private final ExecutorService executor;
  private final Attempts attempts;
  private final Runnable listening;
  private final StageListener listener;
  private final long renewMs;

  /**
   * Work under way, by offset. A task whose lock was lost stays here: if it is delivered to this
   * worker again its computation goes on, and if not its results are harmless duplicates. So the
   * work under way may be another than that of the task in hand, which waits for it.
   */
  private final Map<Long, Work> running = new HashMap<>();

  /** Offset of the task that is still in hand and comes again: its outcome is yet to be told. */
  private long renewed = NONE;

  /**
   * An attempt.
   *
   * @param last whether it knows that it is the last one
   */
  private record Work(boolean last, Future<AcknowledgeType> outcome) {}

  /**
   * @param listening takes in what is wanted, without waiting
   */
  TaskQueue(
      ShareConsumer<byte[], byte[]> consumer,
      ExecutorService executor,
      Attempts attempts,
      Runnable listening,
      Duration lock,
      StageListener listener) {
    this.consumer = consumer;
    this.executor = executor;
    this.attempts = attempts;
    this.listening = listening;
    this.listener = listener;
    renewMs = lock.toMillis() / RENEWALS_PER_LOCK;
  }

  /**
   * Takes tasks until the signal says stop.
   *
   * @param start work the executor does before the first task; its failure ends this method
   * @throws ExecutionException when a worker's thread fails for another reason than its task
   */
  void run(StageThread.Signal signal, Future<?> start)
      throws ExecutionException, InterruptedException {
    try {
      while (!signal.stopped()) {
        if (start.isDone()) {
          start.get();
        }
        cut();
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          handle(message, signal);
        }
        running
            .entrySet()
            .removeIf(work -> work.getKey() != renewed && work.getValue().outcome().isDone());
      }
    } finally {
      running.values().forEach(work -> work.outcome().cancel(true));
    }
  }

  private void handle(ConsumerRecord<byte[], byte[]> message, StageThread.Signal signal)
      throws ExecutionException, InterruptedException {
    attempts.inHand(message.offset());
    @Nullable Work earlier = running.get(message.offset());
    if (earlier == null) {
      running.put(message.offset(), submit(message));
    } else if (attempts.last(message) && !earlier.last()) {
      // It was begun for a delivery whose lock was lost, and would end without a dead letter.
      earlier.outcome().cancel(true);
      running.put(message.offset(), submit(message));
    }
    AcknowledgeType outcome = await(message, signal);
    if (outcome == AcknowledgeType.RELEASE) {
      attempts.givenBack(message);
    }
    consumer.acknowledge(message, outcome);
    Map<TopicIdPartition, Optional<KafkaException>> refused = consumer.commitSync();
    boolean lost = refused.values().stream().anyMatch(Optional::isPresent);
    if (lost) {
      attempts.lost();
      listener.lockLost();
      LOG.warn(
          "task at {}: {} refused, another worker may repeat it: {}",
          message.offset(),
          outcome,
          List.copyOf(refused.values()));
    }
    renewed = outcome == AcknowledgeType.RENEW && !lost ? message.offset() : NONE;
    if (outcome != AcknowledgeType.RENEW) {
      running.remove(message.offset());
    }
  }

  /** What to tell the queue now: the outcome, or to renew, or to release when stopping. */
  private AcknowledgeType await(ConsumerRecord<byte[], byte[]> message, StageThread.Signal signal)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(renewMs);
    while (System.nanoTime() < deadline) {
      Future<AcknowledgeType> work =
          Objects.requireNonNull(running.get(message.offset())).outcome();
      try {
        return work.get(Math.min(SLICE_MS, renewMs), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (signal.stopped()) {
          return work.cancel(true) ? AcknowledgeType.RELEASE : work.get();
        }
        if (cut().equals(OptionalLong.of(message.offset()))) {
          // Its end comes before the next attempt, which finds that it is not wanted.
          running.put(message.offset(), submit(message));
        }
      }
    }
    return AcknowledgeType.RENEW;
  }

  /** Takes in what is wanted; cuts off and forgets what is not, and returns its offset. */
  private OptionalLong cut() {
    listening.run();
    OptionalLong offset = attempts.cutOff();
    if (offset.isPresent()) {
      @Nullable Work work = running.get(offset.getAsLong());
      // What is done already stays done.
      if (work != null && work.outcome().cancel(true)) {
        running.remove(offset.getAsLong());
        return offset;
      }
    }
    return OptionalLong.empty();
  }

  private Work submit(ConsumerRecord<byte[], byte[]> message) {
    return new Work(
        attempts.last(message),
        executor.submit(LogContext.carried(() -> attempts.attempt(message))));
  }
}
