package org.entrain.results;

import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Events that are applied together.
 *
 * @param events events in the order they were read; {@link ResultEvents#check} accepts each
 * @param nextOffsets offset after the last record read, of every partition that was read
 */
public record ResultBatch(List<ReadEvent> events, Map<TopicPartition, Long> nextOffsets) {

  public ResultBatch {
    events = List.copyOf(events);
    nextOffsets = Map.copyOf(nextOffsets);
  }

  /** A batch of events of which is not known where they were read. */
  public static ResultBatch of(
      List<? extends SpecificRecord> events, Map<TopicPartition, Long> nextOffsets) {
    return new ResultBatch(
        events.stream().map(event -> new ReadEvent(event, null)).toList(), nextOffsets);
  }
}
