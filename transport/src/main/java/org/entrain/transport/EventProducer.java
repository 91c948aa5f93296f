package org.entrain.transport;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.entrain.schemas.Topic;
import org.jspecify.annotations.Nullable;

/** Sends events, acknowledged by all in-sync replicas. Thread-safe. */
public final class EventProducer implements EventSink, AutoCloseable {

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
    ProducerRecord<String, byte[]> message =
        new ProducerRecord<>(topic.name(), key, topic.values().encode(event));
    producer.send(
        message,
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          }
        });
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
  public void close() {
    producer.close();
  }
}
