package org.entrain.schemas;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A topic: its name, its events and how they are kept.
 *
 * @param name full name
 * @param key what its keys are, such as {@code model@step}
 * @param values serde of the events
 * @param partitions number of partitions
 * @param configs settings of the topic
 * @param <V> type of the events
 */
public record Topic<V extends SpecificRecord>(
    String name, String key, EventSerde<V> values, int partitions, Map<String, String> configs) {

  /** Serde of every topic's keys. */
  public Serde<String> keys() {
    return Serdes.String();
  }

  /** Whether it keeps the last record of every key alone, and none of a key that is withdrawn. */
  public boolean compacted() {
    return TopicConfig.CLEANUP_POLICY_COMPACT.equals(
        configs.get(TopicConfig.CLEANUP_POLICY_CONFIG));
  }

  /** Name of the topic that takes this topic's unusable records. */
  public String deadLetters() {
    return name + Topics.DEAD_LETTER_SUFFIX;
  }

  /** Settings of that topic: its records stay until somebody has looked at them. */
  public static Map<String, String> deadLetterConfigs() {
    return TopicConfigs.KEPT;
  }
}
