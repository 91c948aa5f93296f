package org.entrain.features;

import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;

/**
 * plans, activations → features → features, progress.
 *
 * <p>Plans and activations are co-partitioned by key, so a task sees both of a unit, in whichever
 * order they come.
 */
public final class FeatureTopology implements Supplier<Topology> {

  static final String PLANS = "feature-plans";
  static final String WORDS = "feature-words";
  static final String MEANS = "feature-means";
  static final String STATES = "feature-states";

  static final String TO_FEATURES = "to-features";
  static final String TO_PROGRESS = "to-progress";

  private static final String FEATURES = "features";

  private final Topics topics;

  public FeatureTopology(Topics topics) {
    this.topics = topics;
  }

  @Override
  public Topology get() {
    Topology topology = new Topology();
    topology.addProcessor(
        FEATURES,
        FeatureProcessor::new,
        source(topology, topics.plans()),
        source(topology, topics.activations()));
    topology.addStateStore(store(PLANS, topics.plans().values()), FEATURES);
    topology.addStateStore(store(WORDS, topics.activations().values()), FEATURES);
    topology.addStateStore(store(MEANS, Serdes.ByteArray()), FEATURES);
    topology.addStateStore(store(STATES, Serdes.ByteArray()), FEATURES);
    sink(topology, TO_FEATURES, topics.features());
    sink(topology, TO_PROGRESS, topics.progress());
    return topology;
  }

  private static String source(Topology topology, Topic<?> topic) {
    String name = "from-" + topic.name();
    topology.addSource(
        name, topic.keys().deserializer(), topic.values().deserializer(), topic.name());
    return name;
  }

  private static void sink(Topology topology, String name, Topic<?> topic) {
    topology.addSink(
        name, topic.name(), topic.keys().serializer(), topic.values().serializer(), FEATURES);
  }

  private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.String(), values);
  }
}
