package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.entrain.transport.StageListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskQueueTest {

  private static final String TOPIC = "tasks";
  private static final long FIRST = 0;
  private static final long SECOND = 1;

  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void task_cancelledAfterItsLockWasLost_isCutOff_andNotTheOneInHand() throws Exception {
    Consumer consumer = new Consumer();
    CancelledFirst attempts = new CancelledFirst(consumer);
    consumer.deliver(FIRST);
    TaskQueue queue =
        new TaskQueue(
            consumer, executor, attempts, () -> {}, Duration.ofMillis(30), StageListener.NONE);

    queue.run(() -> consumer.accepted.contains(SECOND), CompletableFuture.completedFuture(null));

    assertThat(attempts.cut).containsExactly(FIRST);
    assertThat(attempts.begun).containsExactly(FIRST, SECOND);
  }

  /** Loses the lock of the first task when it is renewed, and delivers the second one then. */
  private static final class Consumer extends MockShareConsumer<byte[], byte[]> {
    private final List<Long> accepted = new ArrayList<>();
    private boolean losing;

    Consumer() {
      subscribe(List.of(TOPIC));
    }

    void deliver(long offset) {
      addRecord(new ConsumerRecord<>(TOPIC, 0, offset, new byte[0], new byte[0]));
    }

    @Override
    public synchronized void acknowledge(
        ConsumerRecord<byte[], byte[]> message, AcknowledgeType type) {
      losing = type == AcknowledgeType.RENEW && message.offset() == FIRST;
      if (type == AcknowledgeType.ACCEPT) {
        accepted.add(message.offset());
      } else if (type == AcknowledgeType.RENEW) {
        deliver(losing ? SECOND : message.offset());
      }
    }

    @Override
    public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
      return losing
          ? Map.of(
              new TopicIdPartition(Uuid.ONE_UUID, 0, TOPIC),
              Optional.of(new InvalidRecordStateException("lock lost")))
          : Map.of();
    }

    boolean lost() {
      return losing;
    }
  }

  /** The first task is cancelled once its lock is lost; it gives up if nobody cuts it off. */
  private static final class CancelledFirst implements Attempts {
    private static final int PATIENCE = 20;

    private final Consumer consumer;
    private final List<Long> begun = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> cut = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch impatient = new CountDownLatch(PATIENCE);
    private volatile long current = -1;
    private volatile boolean cancelled;

    CancelledFirst(Consumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public AcknowledgeType attempt(ConsumerRecord<byte[], byte[]> message) {
      begun.add(message.offset());
      current = message.offset();
      try {
        if (message.offset() == FIRST) {
          impatient.await();
        }
        return AcknowledgeType.ACCEPT;
      } catch (InterruptedException e) {
        cut.add(message.offset());
        return AcknowledgeType.RELEASE;
      } finally {
        current = -1;
      }
    }

    @Override
    public OptionalLong cutOff() {
      cancelled |= consumer.lost();
      if (cancelled) {
        impatient.countDown();
      }
      return cancelled && current == FIRST ? OptionalLong.of(FIRST) : OptionalLong.empty();
    }
  }
}
