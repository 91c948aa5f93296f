package org.entrain.gathering;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.schemas.avro.Progress;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventDeliveryException;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.LogContext;
import org.entrain.transport.StageListener;
import org.entrain.transport.StageThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A worker's one thread of decisions: takes in rows and broadcasts, starts at most one job at a
 * time on an executor, and commits offsets that nothing open needs. It polls all the time, beside a
 * job too, so a job of any length never costs the membership.
 */
public final class GatheringLoop implements InputPartitions.Owner {

  private static final Logger LOG = LoggerFactory.getLogger(GatheringLoop.class);

  /** Rows end the wait; what else is listened to can wait for so long. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private static final long WAIT_FOR_JOB_MS = 200;

  private final InputPartitions partitions;
  private final Desk desk;
  private final DeadLetters deadLetters;
  private final ExecutorService executor;
  private final StageListener listener;

  private @Nullable Job job;
  private @Nullable Future<List<Progress>> result;
  private boolean stale = true;
  private boolean busy;

  /**
   * @param topic name of the input topic
   * @param executor runs the jobs, one at a time
   * @param listener told of jobs, and of those without a result
   */
  public GatheringLoop(
      Desk desk,
      Consumer<byte[], byte[]> consumer,
      String topic,
      DeadLetters deadLetters,
      ExecutorService executor,
      StageListener listener) {
    this.desk = desk;
    this.deadLetters = deadLetters;
    this.executor = executor;
    this.listener = listener;
    partitions = new InputPartitions(consumer, topic, this);
  }

  /** A consumer whose group notices a dead member soon and moves no partition without need. */
  public static KafkaConsumer<byte[], byte[]> consumer(
      KafkaConnection connection, String clientId, String group) {
    Map<String, Object> configs = connection.consumer(clientId, group);
    // Only partitions that move are taken away: gathers of the others go on.
    configs.putIfAbsent(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    // A worker that died is noticed within seconds; one that computes polls all the time.
    configs.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    configs.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    return new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Works until the signal says stop.
   *
   * @throws ExecutionException when a job ends by an error that is not the data's
   */
  public void run(StageThread.Signal signal) throws ExecutionException, InterruptedException {
    desk.open();
    partitions.subscribe();
    while (!signal.stopped()) {
      Duration wait = result != null || busy ? Duration.ZERO : IDLE;
      List<ConsumerRecord<byte[], byte[]>> messages = partitions.poll(wait);
      messages.forEach(this::accept);
      busy = desk.listen();
      stale |= desk.changed() || !messages.isEmpty();
      if (job != null && result != null) {
        if (busy && desk.cutOff(job)) {
          cancel(job, result);
        }
        await(job, result);
      }
      if (stale && job == null) {
        decide();
      }
      partitions.commitSometimes();
    }
    if (job != null) {
      job.cancel();
    }
    partitions.commit();
  }

  @Override
  public void gained() {
    desk.gained();
    stale = true;
  }

  @Override
  public void lost(Collection<Integer> numbers) {
    if (job != null && result != null && numbers.contains(job.partition())) {
      cancel(job, result);
    }
    desk.lost(numbers);
  }

  /** Long computations ask for an interrupt alone; the flag by itself would end them late. */
  private static void cancel(Job job, Future<?> result) {
    job.cancel();
    result.cancel(true);
  }

  @Override
  public long pin(int partition, long position) {
    return desk.pin(partition, position);
  }

  private void accept(ConsumerRecord<byte[], byte[]> message) {
    try {
      desk.accept(message);
    } catch (IllegalArgumentException e) {
      deadLetters.bury(message, e);
    }
  }

  /** Closes what is settled, goes back for what is due again, and starts the next job. */
  private void decide() throws ExecutionException, InterruptedException {
    stale = false;
    desk.tidy();
    desk.rewinds(partitions.owned()).forEach(partitions::rewind);
    Job next = desk.next(partitions.owned());
    if (next == null) {
      partitions.resume();
      // What still arrives may change what is to be done in a pause.
      if (busy) {
        stale = true;
      } else {
        desk.pause();
      }
      return;
    }
    partitions.pause();
    desk.pause();
    job = next;
    result = executor.submit(LogContext.carried(() -> work(next)));
  }

  private List<Progress> work(Job next) {
    listener.begun();
    try (MDC.MDCCloseable unit = MDC.putCloseable(LogContext.UNIT, next.unit())) {
      return next.call();
    } finally {
      listener.ended();
    }
  }

  private void await(Job running, Future<List<Progress>> future)
      throws ExecutionException, InterruptedException {
    try {
      future.get(WAIT_FOR_JOB_MS, TimeUnit.MILLISECONDS).forEach(desk::settled);
      partitions.commitSometimes();
    } catch (TimeoutException e) {
      return;
    } catch (CancellationException e) {
      LOG.info("a job was cancelled");
      listener.returned();
    } catch (ExecutionException e) {
      if (!running.cancelled() && !passes(e.getCause())) {
        throw e;
      }
      LOG.warn("a job has no published result, it stays due: {}", String.valueOf(e.getCause()));
      listener.returned();
    }
    job = null;
    result = null;
    stale = true;
  }

  /** Whether another attempt may succeed. */
  private static boolean passes(@Nullable Throwable cause) {
    return cause instanceof CancellationException
        || cause instanceof EventDeliveryException
        || cause instanceof KafkaException;
  }
}
