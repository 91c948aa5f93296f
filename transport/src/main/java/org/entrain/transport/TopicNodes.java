package org.entrain.transport;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.entrain.schemas.Topic;

/** The ends of a topology: declared topics as sources and sinks, and stores keyed by text. */
public final class TopicNodes {

  private TopicNodes() {}

  /** Adds a source that reads a topic; returns its name. */
  public static String source(Topology topology, Topic<?> topic) {
    String name = "from-" + topic.name();
    topology.addSource(
        name, topic.keys().deserializer(), topic.values().deserializer(), topic.name());
    return name;
  }

  /** Adds a sink that writes what a processor forwards to it by name. */
  public static void sink(Topology topology, String name, Topic<?> topic, String processor) {
    topology.addSink(
        name, topic.name(), topic.keys().serializer(), topic.values().serializer(), processor);
  }

  /** Adds a sink that writes a topic's dead letters, for {@link KeptLetters}. */
  public static void deadLetters(Topology topology, String name, Topic<?> topic, String processor) {
    topology.addSink(
        name,
        topic.deadLetters(),
        topic.keys().serializer(),
        topic.values().serializer(),
        processor);
  }

  /** A persistent store with a changelog. */
  public static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.String(), values);
  }
}
