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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.entrain.transport.StageListener;
import org.entrain.transport.StageThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskQueueTest {

  private static final String TOPIC = "tasks";
  private static final long FIRST = 0;
  private static final long SECOND = 1;
  private static final short LAST = 5;

  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void task_cancelledAfterItsLockWasLost_isCutOff_andNotTheOneInHand() throws Exception {
    Consumer consumer = new Consumer(true);
    CancelledFirst attempts = new CancelledFirst(consumer);
    consumer.deliver(FIRST);
    run(consumer, attempts, () -> consumer.events.contains("ACCEPT 1"));

    assertThat(attempts.cut).containsExactly(FIRST);
    assertThat(attempts.begun).containsExactly(FIRST, SECOND);
    // The first is another worker's, which may have told that it is done.
    assertThat(consumer.events)
        .containsSubsequence("in hand 0", "lost", "in hand 1", "ACCEPT 1")
        .doesNotContain("given back 0");
  }

  @Test
  void task_givenBack_tellsSoBeforeAnotherWorkerMayHaveIt() throws Exception {
    Consumer consumer = new Consumer(false);
    consumer.deliver(FIRST);
    run(
        consumer,
        new Told(consumer) {
          @Override
          public AcknowledgeType attempt(ConsumerRecord<byte[], byte[]> message) {
            return AcknowledgeType.RELEASE;
          }
        },
        () -> consumer.events.contains("RELEASE 0"));

    assertThat(consumer.events).containsExactly("in hand 0", "given back 0", "RELEASE 0");
  }

  @Test
  void task_thatEndsBeforeItIsCutOff_isNotTriedAgain() throws Exception {
    Consumer consumer = new Consumer(false);
    consumer.deliver(FIRST);
    CompletableFuture<Void> cutting = new CompletableFuture<>();
    Waiting attempts =
        new Waiting(consumer, cutting) {
          @Override
          public OptionalLong cutOff() {
            if (begun.isEmpty()) {
              return OptionalLong.empty();
            }
            cutting.complete(null);
            awaitAttempts();
            return OptionalLong.of(FIRST);
          }
        };
    run(consumer, attempts, () -> consumer.events.contains("ACCEPT 0"));

    assertThat(attempts.begun).containsExactly(FIRST);
  }

  @Test
  void task_thatEndsWhileItsLockIsRenewed_isNotTriedAgain() throws Exception {
    CompletableFuture<Void> renewing = new CompletableFuture<>();
    Consumer consumer =
        new Consumer(false) {
          @Override
          public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
            renewing.complete(null);
            awaitAttempts();
            return super.commitSync();
          }
        };
    consumer.deliver(FIRST);
    Waiting attempts = new Waiting(consumer, renewing);
    run(consumer, attempts, () -> consumer.events.contains("ACCEPT 0"));

    assertThat(attempts.begun).containsExactly(FIRST);
  }

  @Test
  void lastDelivery_ofATaskThatIsUnderWay_beginsAnew_sinceAnEarlierAttemptBuriesNothing()
      throws Exception {
    Consumer consumer =
        new Consumer(true) {
          @Override
          void deliver(long offset) {
            // What comes after the lock was lost is the same task again.
            boolean first = offset == FIRST && !lost();
            addRecord(message(FIRST, first ? LAST - 1 : LAST));
          }
        };
    consumer.deliver(FIRST);
    List<Short> begun = Collections.synchronizedList(new ArrayList<>());
    Told attempts =
        new Told(consumer) {
          @Override
          public AcknowledgeType attempt(ConsumerRecord<byte[], byte[]> message) {
            begun.add(message.deliveryCount().orElseThrow());
            if (last(message)) {
              return AcknowledgeType.ACCEPT;
            }
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return AcknowledgeType.RELEASE;
          }
        };
    run(consumer, attempts, () -> consumer.events.contains("ACCEPT 0"));

    assertThat(begun).containsExactly((short) (LAST - 1), LAST);
    assertThat(consumer.events).contains("lost").doesNotContain("given back 0");
  }

  private static ConsumerRecord<byte[], byte[]> message(long offset, int delivery) {
    return new ConsumerRecord<>(
        TOPIC,
        0,
        offset,
        ConsumerRecord.NO_TIMESTAMP,
        TimestampType.NO_TIMESTAMP_TYPE,
        0,
        0,
        new byte[0],
        new byte[0],
        new RecordHeaders(),
        Optional.empty(),
        Optional.of((short) delivery));
  }

  private void run(Consumer consumer, Attempts attempts, StageThread.Signal until)
      throws Exception {
    new TaskQueue(consumer, executor, attempts, () -> {}, Duration.ofMillis(30), StageListener.NONE)
        .run(until, CompletableFuture.completedFuture(null));
  }

  /** Returns when no attempt runs. */
  private void awaitAttempts() {
    try {
      executor.submit(() -> {}).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes down what it is told. */
  private abstract static class Told implements Attempts {
    private final Consumer consumer;

    Told(Consumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public OptionalLong cutOff() {
      return OptionalLong.empty();
    }

    @Override
    public boolean last(ConsumerRecord<byte[], byte[]> message) {
      return message.deliveryCount().orElse((short) 1) == LAST;
    }

    @Override
    public void inHand(long offset) {
      consumer.events.add("in hand " + offset);
    }

    @Override
    public void lost() {
      consumer.events.add("lost");
    }

    @Override
    public void givenBack(ConsumerRecord<byte[], byte[]> message) {
      consumer.events.add("given back " + message.offset());
    }
  }

  /** Attempts that are accepted when they may end. */
  private static class Waiting extends Told {
    final List<Long> begun = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Void> end;

    Waiting(Consumer consumer, CompletableFuture<Void> end) {
      super(consumer);
      this.end = end;
    }

    @Override
    public AcknowledgeType attempt(ConsumerRecord<byte[], byte[]> message) {
      begun.add(message.offset());
      end.join();
      return AcknowledgeType.ACCEPT;
    }
  }

  /**
   * Writes down what it is told. If it loses, the lock of the first task is lost when it is
   * renewed, and the second one is delivered then.
   */
  private static class Consumer extends MockShareConsumer<byte[], byte[]> {
    private final List<String> events = new ArrayList<>();
    private final boolean loses;
    private boolean losing;

    Consumer(boolean loses) {
      this.loses = loses;
      subscribe(List.of(TOPIC));
    }

    void deliver(long offset) {
      addRecord(new ConsumerRecord<>(TOPIC, 0, offset, new byte[0], new byte[0]));
    }

    @Override
    public synchronized void acknowledge(
        ConsumerRecord<byte[], byte[]> message, AcknowledgeType type) {
      losing = loses && type == AcknowledgeType.RENEW && message.offset() == FIRST;
      if (type == AcknowledgeType.RENEW) {
        deliver(losing ? SECOND : message.offset());
      } else {
        events.add(type.name() + " " + message.offset());
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
  private static final class CancelledFirst extends Told {
    private static final int PATIENCE = 20;

    private final Consumer consumer;
    private final List<Long> begun = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> cut = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch impatient = new CountDownLatch(PATIENCE);
    private volatile long current = -1;
    private volatile boolean cancelled;

    CancelledFirst(Consumer consumer) {
      super(consumer);
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
