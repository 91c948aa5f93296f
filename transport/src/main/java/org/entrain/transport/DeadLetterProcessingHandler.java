package org.entrain.transport;

import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
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

  @Override
  public void configure(Map<String, ?> configs) {
    listener = ClientReporter.listener(configs);
  }
}
