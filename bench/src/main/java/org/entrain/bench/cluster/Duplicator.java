package org.entrain.bench.cluster;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.entrain.schemas.Topic;

/** Writes every record of some topics once more, as soon as it is there. */
final class Duplicator implements AutoCloseable {

  private static final String COPY = "bench.copy";
  private static final Duration POLL = Duration.ofMillis(100);

  private final Records records;
  private final List<TopicPartition> places;
  private final Thread thread = new Thread(this::run, "duplicator");
  private volatile boolean closed;

  Duplicator(Records records, List<Topic<?>> topics) {
    this.records = records;
    places =
        topics.stream()
            .flatMap(
                topic ->
                    IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
            .toList();
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try (KafkaConsumer<byte[], byte[]> consumer = records.consumer();
        KafkaProducer<byte[], byte[]> producer = records.producer()) {
      consumer.assign(places);
      consumer.seekToBeginning(places);
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> original : consumer.poll(POLL)) {
          if (original.headers().lastHeader(COPY) == null) {
            RecordHeaders headers = new RecordHeaders(original.headers());
            headers.add(COPY, new byte[0]);
            producer.send(
                new ProducerRecord<>(
                    original.topic(),
                    original.partition(),
                    original.key(),
                    original.value(),
                    headers));
          }
        }
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
