package org.entrain.transport;

import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.entrain.schemas.Topic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters of events that a processor had kept in a store before it found that they cannot be
 * used. Kafka Streams buries the record in hand only, and that one is good. They go within the
 * application's transaction, so each is written once; their offset is not known any more.
 *
 * @param <V> type of the events
 */
public final class KeptLetters<V extends SpecificRecord> {

  private static final Logger LOG = LoggerFactory.getLogger(KeptLetters.class);

  private final ProcessorContext<String, SpecificRecord> context;
  private final String stage;
  private final Topic<V> topic;
  private final String sink;
  private final StageListener listener;

  /**
   * @param topic topic that the events stood in, one of those the processor reads
   * @param sink name of a sink that {@link TopicNodes#deadLetters} made of the topic
   */
  public KeptLetters(
      ProcessorContext<String, SpecificRecord> context, String stage, Topic<V> topic, String sink) {
    this.context = context;
    this.stage = stage;
    this.topic = topic;
    this.sink = sink;
    listener = ClientReporter.listener(context.appConfigs());
  }

  /**
   * Sends an event to the dead letters.
   *
   * @param key its key
   * @param timestamp milliseconds since 1970
   */
  public void bury(String key, V event, long timestamp, Exception cause) {
    int partition = context.taskId().partition();
    LOG.warn(
        "{}: {}-{}, an event of {} is unusable: {}",
        stage,
        topic.name(),
        partition,
        key,
        cause.getMessage());
    listener.deadLetter(topic.name());
    RecordHeaders headers = DeadLetters.headers(stage, topic.name(), partition, cause);
    byte[] bytes = topic.values().encode(event);
    @Nullable V value = event;
    if (!LetterSize.fits(key.getBytes(StandardCharsets.UTF_8), bytes, headers)) {
      value = null;
      headers.add(DeadLetters.LEFT_OUT, LetterSize.leftOut(bytes).getBytes(StandardCharsets.UTF_8));
    }
    context.forward(new Record<>(key, value, timestamp, headers), sink);
  }
}
