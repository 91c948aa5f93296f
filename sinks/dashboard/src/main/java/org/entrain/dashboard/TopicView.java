package org.entrain.dashboard;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topic and who reads it.
 *
 * @param key what its keys are
 * @param partitions number of partitions
 * @param records records from the beginning to the end, ends of transactions among them
 * @param bytes bytes on disk; null if the brokers do not say
 * @param rate records per second since it was last asked for; null the first time
 * @param deadLetters name of the topic of its dead letters
 * @param letters number of dead letters in it that wait
 * @param consumers who reads it
 */
public record TopicView(
    String name,
    String key,
    int partitions,
    long records,
    @Nullable Long bytes,
    @Nullable Double rate,
    String deadLetters,
    long letters,
    List<ConsumerView> consumers) {

  public TopicView {
    consumers = List.copyOf(consumers);
  }

  /**
   * A reader that keeps its place.
   *
   * @param group name of its group
   * @param lag records between its place and the end
   */
  public record ConsumerView(String group, long lag) {}

  /**
   * A record as it stands in a topic.
   *
   * @param time of the record, milliseconds since 1970
   * @param bytes length of the value
   * @param value fields of the event, byte arrays by their length and first numbers; null if it
   *     cannot be decoded or there is none
   * @param fault why it cannot be decoded; null if it can
   * @param headers headers as text
   */
  public record RecordView(
      int partition,
      long offset,
      long time,
      @Nullable String key,
      int bytes,
      @Nullable Object value,
      @Nullable String fault,
      Map<String, String> headers) {}

  /**
   * A dead letter.
   *
   * @param topic dead-letter topic
   * @param offset where it stands there
   * @param stage stage that could not use it
   * @param cause why
   * @param origin topic, partition and offset where it stood before; its own if it does not say
   * @param state waiting, re-driven or dropped
   * @param record the record itself
   */
  public record LetterView(
      String topic,
      long offset,
      @Nullable String stage,
      @Nullable String cause,
      String origin,
      String state,
      RecordView record) {}
}
