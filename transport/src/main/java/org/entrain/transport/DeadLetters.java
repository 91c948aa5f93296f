package org.entrain.transport;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records that cannot be used to their topic's dead-letter topic: original key, value and
 * headers, and headers that say which stage gave up, why, and where the record stood. What would
 * make a letter larger than a record may be is left out of it, and a header says so.
 *
 * <p>Accounting: records in = records used + dead letters, for every stage.
 */
public final class DeadLetters implements AutoCloseable {

  /** What the names of our headers begin with. */
  static final String PREFIX = "entrain.dlq.";

  /** Stage that could not use the record. */
  public static final String STAGE = PREFIX + "stage";

  /** Message of the failure, its beginning if it is long. */
  public static final String CAUSE = PREFIX + "cause";

  /** Topic the record stood in. */
  public static final String TOPIC = PREFIX + "topic";

  /** Partition the record stood in. */
  public static final String PARTITION = PREFIX + "partition";

  /** Offset the record stood at. */
  public static final String OFFSET = PREFIX + "offset";

  /** What of the record the letter had no room for: the record's own topic has it. */
  public static final String LEFT_OUT = PREFIX + "left-out";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String stage;
  private final StageListener listener;

  public DeadLetters(KafkaConnection connection, String stage) {
    this.stage = stage;
    listener = connection.listener();
    producer =
        new KafkaProducer<>(
            connection.producer(stage + "-dlq"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Decodes a record's value, or buries the record and returns null. */
  public <V extends SpecificRecord> @Nullable V decode(
      Topic<V> topic, ConsumerRecord<byte[], byte[]> message) {
    try {
      if (message.value() == null) {
        throw new SerializationException("a record without a value");
      }
      return topic.values().decode(message.value());
    } catch (SerializationException e) {
      bury(message, e);
      return null;
    }
  }

  /**
   * Sends a record to its topic's dead letters and returns when it is safe there.
   *
   * @throws EventDeliveryException when it is not; the record must not count as read then
   */
  public void bury(ConsumerRecord<byte[], byte[]> message, Exception cause) {
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    LOG.warn(
        "{}: {}-{}@{} is unusable: {}",
        stage,
        message.topic(),
        message.partition(),
        message.offset(),
        cause.getMessage());
    producer.send(
        letter(
            stage,
            message.topic(),
            message.partition(),
            message.offset(),
            message.key(),
            message.value(),
            message.headers(),
            cause),
        (metadata, exception) -> failure.set(exception));
    producer.flush();
    Exception refused = failure.get();
    if (refused != null) {
      throw new EventDeliveryException("a dead letter was not accepted: " + refused, refused);
    }
    listener.deadLetter(message.topic());
  }

  /**
   * Where a dead letter stood before it was buried, {@code topic-partition@offset}: a stage that
   * starts again buries again what it reads again, so this tells letters apart. One of somebody
   * else stands for itself.
   */
  public static String origin(ConsumerRecord<byte[], byte[]> letter) {
    @Nullable String topic = header(letter, TOPIC);
    @Nullable String partition = header(letter, PARTITION);
    @Nullable String offset = header(letter, OFFSET);
    return topic == null || partition == null || offset == null
        ? "letter %s-%d@%s".formatted(letter.topic(), letter.partition(), ownOffset(letter))
        : "%s-%s@%s".formatted(topic, partition, offset);
  }

  /** A mark names the offset of its letter. */
  private static String ownOffset(ConsumerRecord<byte[], byte[]> letter) {
    return mark(letter)
        .map(state -> header(letter, state.mark()))
        .orElse(Long.toString(letter.offset()));
  }

  /**
   * What a record among dead letters says of a letter, whose headers it has; empty if it is a
   * letter itself.
   */
  static Optional<LetterState> mark(ConsumerRecord<byte[], byte[]> record) {
    return Stream.of(LetterState.REDRIVEN, LetterState.DROPPED)
        .filter(state -> record.headers().lastHeader(state.mark()) != null)
        .findFirst();
  }

  /** Text of a header; null if the record lacks it. */
  public static @Nullable String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    @Nullable Header header = letter.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }

  static ProducerRecord<byte[], byte[]> letter(
      String stage,
      String topic,
      int partition,
      long offset,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers original,
      Exception cause) {
    String deadLetters = topic + Topics.DEAD_LETTER_SUFFIX;
    RecordHeaders ours = headers(stage, topic, partition, cause);
    ours.add(OFFSET, utf8(Long.toString(offset)));
    RecordHeaders all = foreign(original);
    ours.forEach(all::add);
    if (LetterSize.fits(key, value, all)) {
      return new ProducerRecord<>(deadLetters, null, null, key, value, all);
    }
    String leftOut = LetterSize.leftOut(value);
    if (LetterSize.fits(key, null, all)) {
      all.add(LEFT_OUT, utf8(leftOut));
      return new ProducerRecord<>(deadLetters, null, null, key, null, all);
    }
    leftOut += ", key of %d bytes, headers".formatted(LetterSize.length(key));
    ours.add(LEFT_OUT, utf8(leftOut));
    return new ProducerRecord<>(deadLetters, null, null, null, null, ours);
  }

  /** Headers of a letter, but for the offset. */
  static RecordHeaders headers(String stage, String topic, int partition, Exception cause) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(STAGE, utf8(stage));
    headers.add(CAUSE, LetterSize.cause(String.valueOf(cause.getMessage())));
    headers.add(TOPIC, utf8(topic));
    headers.add(PARTITION, utf8(Integer.toString(partition)));
    return headers;
  }

  /** Headers without ours: a record that brings a mark of its own must not pass for one. */
  static RecordHeaders foreign(Headers original) {
    RecordHeaders headers = new RecordHeaders();
    for (Header header : original) {
      if (!header.key().startsWith(PREFIX)) {
        headers.add(header);
      }
    }
    return headers;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
