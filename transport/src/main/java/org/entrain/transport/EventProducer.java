package org.entrain.transport;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.entrain.schemas.Topic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events, acknowledged by all in-sync replicas. Thread-safe. */
public final class EventProducer implements EventSink, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventProducer.class);

  private final KafkaProducer<String, byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * @param clientId name of the client in the brokers' logs and metrics
   */
  public EventProducer(KafkaConnection connection, String clientId) {
    producer =
        new KafkaProducer<>(
            connection.producer(clientId), new StringSerializer(), new ByteArraySerializer());
  }

  @Override
  public <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
    send(topic, key, event, place -> {});
  }

  /**
   * As {@link #send(Topic, String, SpecificRecord)}.
   *
   * @param told where the event stands, by another thread, before {@link #flush} returns; nothing
   *     if it was not accepted
   */
  public <V extends SpecificRecord> void send(
      Topic<V> topic, String key, V event, Consumer<RecordMetadata> told) {
    producer.send(
        message(topic, key, event),
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          } else {
            told.accept(metadata);
          }
        });
  }

  @Override
  public <V extends SpecificRecord> void offer(Topic<V> topic, String key, V event) {
    try {
      producer.send(
          message(topic, key, event),
          (metadata, exception) -> {
            if (exception != null) {
              LOG.warn("{} of {} is lost: {}", topic.name(), key, exception.toString());
            }
          });
    } catch (KafkaException e) {
      // Interrupted while the buffer is full, for one; the thread's flag is set again.
      LOG.warn("{} of {} is lost: {}", topic.name(), key, e.toString());
    }
  }

  @Override
  public void flush() {
    producer.flush();
    Exception first = failure.getAndSet(null);
    if (first != null) {
      throw new EventDeliveryException("an event was not accepted: " + first.getMessage(), first);
    }
  }

  @Override
  public void settle() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }

  private static <V extends SpecificRecord> ProducerRecord<String, byte[]> message(
      Topic<V> topic, String key, V event) {
    return new ProducerRecord<>(topic.name(), key, topic.values().encode(event));
  }
}
