package org.entrain.transport;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.entrain.common.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records on which a processor failed to their topic's dead letters, within the application's
 * transaction, and goes on. Made by Kafka Streams.
 */
public final class DeadLetterProcessingHandler implements ProcessingExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterProcessingHandler.class);

  private StageListener listener = StageListener.NONE;

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> message, Exception exception) {
    if (context.topic() == null
        || Causes.any(exception, DeadLetterProcessingHandler::isOfSurroundings)) {
      LOG.error("{} cannot go on", context.processorNodeId(), exception);
      return Response.fail();
    }
    listener.deadLetter(context.topic());
    LOG.error(
        "{} failed on {}-{}@{}",
        context.processorNodeId(),
        context.topic(),
        context.partition(),
        context.offset(),
        exception);
    return Response.resume(
        List.of(
            DeadLetters.letter(
                context.processorNodeId(),
                context.topic(),
                context.partition(),
                context.offset(),
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.headers(),
                exception)));
  }

  /**
   * Whether brokers, disk or an object store are to blame. The record is not: nothing of it may
   * stay, and it is read again.
   */
  private static boolean isOfSurroundings(Throwable cause) {
    return cause instanceof KafkaException && !(cause instanceof SerializationException)
        || cause instanceof UnavailableException
        || cause instanceof CancellationException;
  }

  @Override
  public void configure(Map<String, ?> configs) {
    listener = ClientReporter.listener(configs);
  }
}
