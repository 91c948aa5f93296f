package org.entrain.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.common.InvalidInputException;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;

/**
 * Takes dead letters back to the topic and partition they came from, or drops them, each once: what
 * is done and a mark beside the letter are one transaction. Whoever begins later fences whoever has
 * begun, and sees what that one has done, even if a stage's open transaction hides it at first. A
 * record that fails again is buried again, as a letter of its own.
 */
public final class Redrive {

  private static final String CLIENT = "entrain-redrive";

  /**
   * Longer than a killed stage's transaction stays open: Streams permits 10 s, and the brokers look
   * every 10 s for those that are over.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConnection connection;
  private final Topics topics;
  private final Duration patience;

  public Redrive(KafkaConnection connection, Topics topics) {
    this(connection, topics, PATIENCE);
  }

  /**
   * @param patience how long open transactions of others are waited for
   */
  Redrive(KafkaConnection connection, Topics topics, Duration patience) {
    this.connection = connection;
    this.topics = topics;
    this.patience = patience;
  }

  /** Which letters are meant; asked once nobody else can change their states. */
  @FunctionalInterface
  public interface Choice {
    List<Letter> from(LetterReader letters);
  }

  /**
   * What was done with a letter.
   *
   * @param letter the letter, in the state that it has now
   * @param before the state that it had; if that was not waiting, nothing was done
   * @param now topic, partition and offset that the record stands at again; null if it was not
   *     taken back
   * @param fault why it could not be; null if it could
   */
  public record Outcome(
      Letter letter, LetterState before, @Nullable String now, @Nullable String fault) {

    /** Whether this call changed the letter's state. */
    public boolean done() {
      return before == LetterState.WAITING && fault == null;
    }
  }

  /**
   * Takes one letter back.
   *
   * @param deadLetters the dead-letter topic
   * @param offset where the letter stands in it
   * @return topic, partition and offset that it stands at again
   * @throws InvalidInputException if there is no such letter, or it does not wait
   * @throws EventDeliveryException if the brokers do not take it
   */
  public String letter(String deadLetters, long offset) {
    List<Outcome> outcomes =
        apply(LetterState.REDRIVEN, reader -> reader.at(deadLetters, offset).stream().toList());
    if (outcomes.isEmpty()) {
      throw refused(deadLetters, offset, "a dead letter", "none there");
    }
    Outcome outcome = outcomes.get(0);
    if (outcome.now() == null) {
      throw refused(
          deadLetters,
          offset,
          "a letter that waits",
          outcome.fault() == null ? "one " + outcome.before().text() + " before" : outcome.fault());
    }
    return outcome.now();
  }

  /**
   * Brings letters into a state; those that do not wait are left as they are.
   *
   * @param state re-driven or dropped
   * @param which the letters meant
   * @return an outcome for every letter meant
   * @throws EventDeliveryException if the brokers do not take it, another process does the same at
   *     this moment, or a transaction stays open and hides what was done before; what was done
   *     stays done
   */
  public synchronized List<Outcome> apply(LetterState state, Choice which) {
    Map<String, Object> settings = new HashMap<>(connection.producer(CLIENT));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, CLIENT);
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        LetterReader reader = new LetterReader(connection, topics, CLIENT);
        Admin admin = connection.administer()) {
      // Ends what another process had begun, so that its marks are seen below.
      producer.initTransactions();
      // A mark that stands behind a stage's open transaction is not read: its letter seems to wait.
      OpenTransactions.awaitEnd(admin, reader.partitions(), patience);
      return apply(producer, reader, state, which.from(reader));
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new EventDeliveryException(
          "another process re-drives or drops dead letters at this moment and goes on alone; look"
              + " at the list and repeat what is left",
          e);
    } catch (TimeoutException e) {
      throw new EventDeliveryException(
          "the brokers did not say whether the dead letter was taken: " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new EventDeliveryException("the dead letter was not taken: " + e, e);
    }
  }

  private static List<Outcome> apply(
      KafkaProducer<byte[], byte[]> producer,
      LetterReader reader,
      LetterState state,
      Collection<Letter> letters) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Letter letter : letters) {
      if (letter.state() != LetterState.WAITING) {
        outcomes.add(new Outcome(letter, letter.state(), null, null));
        continue;
      }
      ConsumerRecord<byte[], byte[]> record =
          reader
              .record(letter.topic(), letter.offset())
              .orElseThrow(() -> new KafkaException(letter.name() + " is gone"));
      @Nullable String fault =
          state == LetterState.REDRIVEN ? unreturnable(producer, record) : null;
      if (fault != null) {
        outcomes.add(new Outcome(letter, LetterState.WAITING, null, fault));
      } else {
        @Nullable String now = send(producer, record, state);
        outcomes.add(new Outcome(letter.with(state), LetterState.WAITING, now, null));
      }
    }
    return outcomes;
  }

  private static @Nullable String unreturnable(
      KafkaProducer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> letter) {
    if (DeadLetters.header(letter, DeadLetters.LEFT_OUT) != null) {
      return "one without its value, which was too large for a letter";
    }
    @Nullable String partition = DeadLetters.header(letter, DeadLetters.PARTITION);
    if (partition == null || !partition.matches("[0-9]{1,9}")) {
      return "one that does not say where it came from";
    }
    // A producer would wait a minute for a partition that never comes.
    int partitions = producer.partitionsFor(source(letter)).size();
    return Integer.parseInt(partition) < partitions
        ? null
        : "one of partition %s of %d".formatted(partition, partitions);
  }

  private static String source(ConsumerRecord<byte[], byte[]> letter) {
    String deadLetters = letter.topic();
    return deadLetters.substring(0, deadLetters.length() - Topics.DEAD_LETTER_SUFFIX.length());
  }

  private static @Nullable String send(
      KafkaProducer<byte[], byte[]> producer,
      ConsumerRecord<byte[], byte[]> letter,
      LetterState state) {
    RecordHeaders mark = new RecordHeaders(letter.headers());
    mark.add(state.mark(), Long.toString(letter.offset()).getBytes(StandardCharsets.UTF_8));
    producer.beginTransaction();
    @Nullable Future<RecordMetadata> sent =
        state == LetterState.REDRIVEN ? producer.send(original(letter)) : null;
    producer.send(new ProducerRecord<>(letter.topic(), 0, letter.key(), null, mark));
    producer.commitTransaction();
    return sent == null ? null : place(sent);
  }

  /** The record as it was before it was buried. */
  private static ProducerRecord<byte[], byte[]> original(ConsumerRecord<byte[], byte[]> letter) {
    int partition =
        Integer.parseInt(String.valueOf(DeadLetters.header(letter, DeadLetters.PARTITION)));
    return new ProducerRecord<>(
        source(letter),
        partition,
        letter.key(),
        letter.value(),
        DeadLetters.foreign(letter.headers()));
  }

  private static String place(Future<RecordMetadata> sent) {
    try {
      RecordMetadata place = sent.get();
      return "%s-%d@%d".formatted(place.topic(), place.partition(), place.offset());
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
