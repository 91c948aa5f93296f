package org.entrain.bench.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;

/** Reads and writes raw records, past the faults. */
final class Records {

  private static final Duration POLL = Duration.ofMillis(200);

  private final String servers;

  /**
   * @param servers addresses of the brokers
   */
  Records(String servers) {
    this.servers = servers;
  }

  /** A record to be written. */
  record Raw(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {}

  /** Everything that is committed in a topic, in the order of each partition. */
  List<ConsumerRecord<byte[], byte[]>> all(String topic) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    each(topic, found::add);
    return found;
  }

  /** Hands over everything that is committed in a topic, in the order of each partition. */
  void each(String topic, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> places =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(places);
      consumer.seekToBeginning(places);
      Map<TopicPartition, Long> ends = consumer.endOffsets(places);
      while (places.stream()
          .anyMatch(place -> consumer.position(place) < ends.getOrDefault(place, 0L))) {
        consumer.poll(POLL).forEach(handler);
      }
    }
  }

  /** Writes records; returns when the brokers have them. */
  void write(List<Raw> records) throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Raw raw : records) {
        sent.add(
            producer.send(
                new ProducerRecord<>(raw.topic(), raw.partition(), raw.key(), raw.value())));
      }
      for (Future<RecordMetadata> written : sent) {
        written.get();
      }
    }
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            servers,
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest",
            "max.partition.fetch.bytes",
            Topics.MAX_RECORD_BYTES),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", servers, "max.request.size", Topics.MAX_RECORD_BYTES),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
