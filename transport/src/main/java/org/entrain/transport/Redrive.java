package org.entrain.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.common.InvalidInputException;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;

/**
 * Takes dead letters back to the topic and partition they came from, each once: the record and a
 * mark beside the letter are one transaction. A record that fails again is buried again, as a
 * letter of its own.
 */
public final class Redrive {

  /** On the mark that a letter was re-driven, which has the letter's own headers too. */
  public static final String MARK = "entrain.dlq.redriven";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String CLIENT = "entrain-redrive";
  private static final Set<String> OURS =
      Set.of(
          DeadLetters.STAGE,
          DeadLetters.CAUSE,
          DeadLetters.TOPIC,
          DeadLetters.PARTITION,
          DeadLetters.OFFSET);

  private final KafkaConnection connection;
  private final Topics topics;

  public Redrive(KafkaConnection connection, Topics topics) {
    this.connection = connection;
    this.topics = topics;
  }

  /** Whether a record among dead letters only marks another one as re-driven. */
  public static boolean isMark(ConsumerRecord<byte[], byte[]> letter) {
    return letter.headers().lastHeader(MARK) != null;
  }

  /**
   * Takes a letter back.
   *
   * @param deadLetters the dead-letter topic
   * @param offset where the letter stands in it
   * @return topic, partition and offset that it stands at again
   * @throws InvalidInputException if there is no such letter, or it was re-driven before
   * @throws EventDeliveryException if the brokers do not take it
   */
  public synchronized String letter(String deadLetters, long offset) {
    if (topics.all().stream().noneMatch(topic -> topic.deadLetters().equals(deadLetters))) {
      throw refused(deadLetters, offset, "a dead-letter topic of entrain", "another topic");
    }
    Map<String, Object> settings = new HashMap<>(connection.producer(CLIENT));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, CLIENT);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      // Ends what a process that was killed had begun, so that its mark is seen below.
      producer.initTransactions();
      return send(producer, find(deadLetters, offset));
    } catch (TimeoutException e) {
      throw new EventDeliveryException(
          "the brokers did not say whether the dead letter was taken back: " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new EventDeliveryException("the dead letter was not taken back: " + e, e);
    }
  }

  private ConsumerRecord<byte[], byte[]> find(String deadLetters, long offset) {
    TopicPartition partition = new TopicPartition(deadLetters, 0);
    Set<String> redriven = new HashSet<>();
    @Nullable ConsumerRecord<byte[], byte[]> letter = null;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.consumer(CLIENT),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end =
          Objects.requireNonNull(consumer.endOffsets(List.of(partition), PATIENCE).get(partition));
      Instant deadline = Instant.now().plus(PATIENCE);
      while (consumer.position(partition, PATIENCE) < end) {
        if (Instant.now().isAfter(deadline)) {
          throw new KafkaException("dead letters are not read to the end within " + PATIENCE);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (isMark(record)) {
            redriven.add(DeadLetters.origin(record));
          } else if (record.offset() == offset) {
            letter = record;
          }
        }
      }
    }
    if (letter == null) {
      throw refused(deadLetters, offset, "the offset of a dead letter", "none there");
    }
    if (redriven.contains(DeadLetters.origin(letter))) {
      throw refused(deadLetters, offset, "a letter that waits", "one re-driven before");
    }
    return letter;
  }

  private static String send(
      KafkaProducer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> letter) {
    String deadLetters = letter.topic();
    String topic =
        deadLetters.substring(0, deadLetters.length() - Topics.DEAD_LETTER_SUFFIX.length());
    @Nullable String partition = DeadLetters.header(letter, DeadLetters.PARTITION);
    if (partition == null || !partition.matches("[0-9]{1,9}")) {
      throw refused(deadLetters, letter.offset(), "a letter that says where it came from", "none");
    }
    RecordHeaders headers = new RecordHeaders();
    for (Header header : letter.headers()) {
      if (!OURS.contains(header.key())) {
        headers.add(header);
      }
    }
    RecordHeaders mark = new RecordHeaders(letter.headers());
    mark.add(MARK, Long.toString(letter.offset()).getBytes(StandardCharsets.UTF_8));
    producer.beginTransaction();
    Future<RecordMetadata> sent =
        producer.send(
            new ProducerRecord<>(
                topic, Integer.parseInt(partition), letter.key(), letter.value(), headers));
    producer.send(new ProducerRecord<>(deadLetters, 0, letter.key(), null, mark));
    producer.commitTransaction();
    return "%s-%s@%d".formatted(topic, partition, offset(sent));
  }

  private static long offset(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (ExecutionException e) {
      throw new EventDeliveryException("the dead letter was not taken back: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventDeliveryException("interrupted while waiting for the brokers", e);
    }
  }

  private static InvalidInputException refused(
      String deadLetters, long offset, String expected, String found) {
    return new InvalidInputException(
        deadLetters + "@" + offset,
        "dead letter",
        expected,
        found,
        "Look at the list of dead letters.");
  }
}
