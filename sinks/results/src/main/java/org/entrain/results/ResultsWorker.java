package org.entrain.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.LoopStage;
import org.entrain.transport.StageThread;
import org.jspecify.annotations.Nullable;

/**
 * Brings checkpoints, plans, scores, noise ceilings, perplexities, annotations, removals, probes,
 * progress and steering from their topics into a sink. Its place in the topics lies in the
 * database, in the same transaction as what was read, and nowhere else: a crash loses or doubles
 * nothing.
 *
 * <p>Records that cannot be read, or contradict themselves, go to their dead letters, and the rest
 * goes on: records in = events applied + dead letters + removals of compacted keys.
 *
 * <p>Results that were removed and are wanted again still stand in the topics: these are read once
 * more up to the worker's place, and what concerns them is applied. What is cut off begins again.
 */
public final class ResultsWorker extends LoopStage {

  /** Name of the stage. */
  public static final String NAME = "results";

  private static final int BATCH_EVENTS = 5_000;
  private static final long BATCH_BYTES = 32L << 20;

  /**
   * Whoever watches asks for a summary when something was stored: more commits cost, and show
   * little.
   */
  private static final long BATCH_NANOS = Duration.ofSeconds(1).toNanos();

  /** What is under way is told again and again, and nothing rests on how soon it is stored. */
  private static final long UNDER_WAY_NANOS = Duration.ofSeconds(5).toNanos();

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConnection connection;
  private final Map<String, Topic<?>> topics = new HashMap<>();
  private final ResultSink sink;
  private final Consumer<ResultBatch> committed;

  /** Offsets behind what the sink holds; of this worker's thread. */
  private final Map<TopicPartition, Long> stored = new HashMap<>();

  /** What was read since the last commit. */
  private static final class Open {
    final List<ReadEvent> events = new ArrayList<>();
    final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
    boolean mayRestore;
    boolean underWay = true;
    long bytes;
    long since = System.nanoTime();

    void add(ReadEvent read, int size) {
      mayRestore |= read.event() instanceof Steering || read.event() instanceof Checkpoint;
      underWay &=
          read.event() instanceof Progress progress && progress.getState() == WorkState.RUNNING;
      events.add(read);
      bytes += size;
    }

    boolean due() {
      return events.size() >= BATCH_EVENTS
          || bytes >= BATCH_BYTES
          || System.nanoTime() - since >= (underWay ? UNDER_WAY_NANOS : BATCH_NANOS);
    }
  }

  /**
   * @param sink used by this worker's thread alone while it runs
   * @param committed told of every batch after it is committed, on the worker's thread
   */
  public ResultsWorker(
      KafkaConnection connection, Topics topics, ResultSink sink, Consumer<ResultBatch> committed) {
    super(NAME);
    this.connection = connection;
    this.sink = sink;
    this.committed = committed;
    inputs(topics).forEach(topic -> this.topics.put(topic.name(), topic));
  }

  /** The topics that it reads. */
  public static List<Topic<?>> inputs(Topics topics) {
    return List.of(
        topics.checkpoints(),
        topics.plans(),
        topics.scores(),
        topics.noiseCeilings(),
        topics.perplexities(),
        topics.annotations(),
        topics.removals(),
        topics.probes(),
        topics.progress(),
        topics.steering());
  }

  @Override
  protected void run(StageThread.Signal signal) {
    try (DeadLetters deadLetters = new DeadLetters(connection, NAME);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                connection.consumer(NAME),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      Restorer restorer = new Restorer(connection, topics, sink, committed);
      restorer.restore(signal);
      assign(consumer);
      Open open = new Open();
      while (!signal.stopped()) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          take(message, open, deadLetters);
          if (open.bytes >= BATCH_BYTES) {
            boolean mayRestore = open.mayRestore;
            open = commit(open);
            open.mayRestore = mayRestore;
          }
        }
        if (open.due()) {
          boolean mayRestore = open.mayRestore;
          reach(consumer, open);
          open = commit(open);
          if (mayRestore) {
            restorer.restore(signal);
          }
        }
      }
      commit(open);
    }
  }

  private void assign(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics.keySet()) {
      List<PartitionInfo> found = consumer.partitionsFor(topic);
      if (found.isEmpty()) {
        throw new IllegalStateException("topic is missing: " + topic);
      }
      found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    stored.putAll(sink.offsets());
    for (TopicPartition partition : partitions) {
      consumer.seek(partition, stored.getOrDefault(partition, 0L));
    }
  }

  /**
   * Takes the offsets behind all that was polled: the end of a transaction is a record too, which
   * is never handed out, and whoever asks whether everything is stored counts it.
   */
  private void reach(KafkaConsumer<byte[], byte[]> consumer, Open open) {
    for (TopicPartition partition : consumer.assignment()) {
      long position = consumer.position(partition);
      if (position > stored.getOrDefault(partition, 0L)) {
        open.nextOffsets.put(partition, position);
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> message, Open open, DeadLetters deadLetters) {
    // A compacted key's removal has no value: what is stored stays, since results refer to it.
    if (message.value() != null || !compacted(message.topic())) {
      @Nullable SpecificRecord event = decode(message, deadLetters);
      if (event != null) {
        Origin origin =
            new Origin(message.topic(), message.partition(), message.offset(), message.timestamp());
        open.add(new ReadEvent(event, origin), message.serializedValueSize());
      }
    }
    open.nextOffsets.put(
        new TopicPartition(message.topic(), message.partition()), message.offset() + 1);
  }

  private boolean compacted(String name) {
    @Nullable Topic<?> topic = topics.get(name);
    return topic != null && topic.compacted();
  }

  private @Nullable SpecificRecord decode(
      ConsumerRecord<byte[], byte[]> message, DeadLetters deadLetters) {
    Topic<?> topic = topics.get(message.topic());
    @Nullable SpecificRecord event = topic == null ? null : deadLetters.decode(topic, message);
    if (event == null) {
      return null;
    }
    try {
      ResultEvents.check(event);
      return event;
    } catch (IllegalArgumentException e) {
      deadLetters.bury(message, e);
      return null;
    }
  }

  private Open commit(Open open) {
    if (!open.nextOffsets.isEmpty()) {
      ResultBatch batch = new ResultBatch(open.events, open.nextOffsets);
      sink.apply(batch);
      stored.putAll(open.nextOffsets);
      committed.accept(batch);
    }
    return new Open();
  }
}
