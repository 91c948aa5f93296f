package org.entrain.transport;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records that a Streams application cannot read to their topic's dead letters, within the
 * application's transaction, and goes on. Made by Kafka Streams.
 */
public final class DeadLetterDeserializationHandler implements DeserializationExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDeserializationHandler.class);

  private StageListener listener = StageListener.NONE;

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> message, Exception exception) {
    listener.deadLetter(message.topic());
    LOG.warn(
        "{}-{}@{} is unreadable: {}",
        message.topic(),
        message.partition(),
        message.offset(),
        exception.getMessage());
    return Response.resume(
        List.of(
            DeadLetters.letter(
                context.processorNodeId(),
                message.topic(),
                message.partition(),
                message.offset(),
                message.key(),
                message.value(),
                message.headers(),
                exception)));
  }

  @Override
  public void configure(Map<String, ?> configs) {
    listener = ClientReporter.listener(configs);
  }
}
