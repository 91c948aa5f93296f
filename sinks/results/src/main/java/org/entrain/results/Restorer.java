package org.entrain.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.schemas.Topic;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.StageThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies again, from the topics, results that were removed and are wanted again. */
final class Restorer {

  private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long BATCH_BYTES = 32L << 20;

  private final KafkaConnection connection;
  private final Map<String, Topic<?>> topics;
  private final ResultSink sink;
  private final Consumer<ResultBatch> committed;

  /** Events to apply together. */
  private static final class Part {
    final List<ReadEvent> events = new ArrayList<>();
    long bytes;
  }

  /**
   * @param topics topics of results, by name
   * @param committed told of every batch after it is committed
   */
  Restorer(
      KafkaConnection connection,
      Map<String, Topic<?>> topics,
      ResultSink sink,
      Consumer<ResultBatch> committed) {
    this.connection = connection;
    this.topics = topics;
    this.sink = sink;
    this.committed = committed;
  }

  /** Restores what is to be restored, unless the signal says stop meanwhile. */
  void restore(StageThread.Signal signal) {
    Restoration restoration = sink.restoration();
    if (restoration.isEmpty()) {
      return;
    }
    LOG.info("results of {} are read again from the topics", restoration);
    Map<TopicPartition, Long> ends = sink.offsets();
    ends.keySet().removeIf(partition -> !topics.containsKey(partition.topic()));
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.consumer(ResultsWorker.NAME + "-restoring"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      Part part = new Part();
      while (!ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
        if (signal.stopped()) {
          return;
        }
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          TopicPartition place = new TopicPartition(message.topic(), message.partition());
          // What lies beyond is still to come in its turn.
          if (message.offset() < ends.getOrDefault(place, 0L)) {
            take(message, restoration, part);
          }
          if (part.bytes >= BATCH_BYTES) {
            part = commit(part);
          }
        }
      }
      commit(part);
    }
    sink.restored(restoration);
  }

  private void take(ConsumerRecord<byte[], byte[]> message, Restoration restoration, Part part) {
    @Nullable SpecificRecord event = decode(message);
    if (event != null && restoration.concerns(event)) {
      part.events.add(
          new ReadEvent(
              event,
              new Origin(
                  message.topic(), message.partition(), message.offset(), message.timestamp())));
      part.bytes += message.value().length;
    }
  }

  /** The event; null for what is none, which was buried when it was read first. */
  private @Nullable SpecificRecord decode(ConsumerRecord<byte[], byte[]> message) {
    @Nullable Topic<?> topic = topics.get(message.topic());
    if (topic == null || message.value() == null) {
      return null;
    }
    try {
      SpecificRecord event = topic.values().decode(message.value());
      ResultEvents.check(event);
      return event;
    } catch (SerializationException | IllegalArgumentException e) {
      return null;
    }
  }

  private Part commit(Part part) {
    ResultBatch batch = new ResultBatch(part.events, Map.of());
    sink.apply(batch);
    committed.accept(batch);
    return new Part();
  }
}
