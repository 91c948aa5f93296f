package org.entrain.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A process to kill: a broker, and producers that do nothing but begin and commit transactions, so
 * that whenever it dies some are being committed. Says {@code committing} once all have committed.
 */
final class CommittingProducers {

  static final String TOPIC = "committed";
  static final int PARTITIONS = 3;
  private static final int PRODUCERS = 16;

  /** Partitions that a broker hands over one by one: while it does, it may go wrong. */
  private static final int OTHERS = 300;

  private static final int TRANSACTION_TIMEOUT_MS = 2000;

  private CommittingProducers() {}

  public static void main(String[] arguments) throws ExecutionException, InterruptedException {
    EmbeddedBroker broker = new EmbeddedBroker(Path.of(arguments[0]), 0);
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(TOPIC, PARTITIONS, (short) 1),
                  new NewTopic("others", OTHERS, (short) 1)))
          .all()
          .get();
    }
    CountDownLatch first = new CountDownLatch(PRODUCERS);
    for (int i = 0; i < PRODUCERS; i++) {
      String id = "producer-" + i;
      new Thread(() -> commit(broker.bootstrapServers(), id, first), id).start();
    }
    first.await();
    System.out.println("committing");
  }

  private static void commit(String bootstrap, String id, CountDownLatch first) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                id,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                TRANSACTION_TIMEOUT_MS),
            new StringSerializer(),
            new StringSerializer())) {
      producer.initTransactions();
      while (true) {
        producer.beginTransaction();
        for (int partition = 0; partition < PARTITIONS; partition++) {
          producer.send(new ProducerRecord<>(TOPIC, partition, id, "value"));
        }
        producer.commitTransaction();
        first.countDown();
      }
    }
  }
}
