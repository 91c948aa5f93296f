package org.entrain.features;

import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.entrain.schemas.Topics;
import org.entrain.transport.TopicNodes;

/**
 * plans, activations → features → features, progress, dead letters of activations.
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
  static final String TO_DEAD_LETTERS = "to-dead-letters";

  static final String FEATURES = "features";

  private final Topics topics;

  public FeatureTopology(Topics topics) {
    this.topics = topics;
  }

  @Override
  public Topology get() {
    Topology topology = new Topology();
    topology.addProcessor(
        FEATURES,
        () -> new FeatureProcessor(topics.activations()),
        TopicNodes.source(topology, topics.plans()),
        TopicNodes.source(topology, topics.activations()));
    topology.addStateStore(TopicNodes.store(PLANS, topics.plans().values()), FEATURES);
    // Most words and many means come and go between two commits: what is gone is never written.
    topology.addStateStore(
        TopicNodes.store(WORDS, topics.activations().values()).withCachingEnabled(), FEATURES);
    topology.addStateStore(
        TopicNodes.store(MEANS, Serdes.ByteArray()).withCachingEnabled(), FEATURES);
    topology.addStateStore(TopicNodes.store(STATES, Serdes.ByteArray()), FEATURES);
    TopicNodes.sink(topology, TO_FEATURES, topics.features(), FEATURES);
    TopicNodes.sink(topology, TO_PROGRESS, topics.progress(), FEATURES);
    TopicNodes.deadLetters(topology, TO_DEAD_LETTERS, topics.activations(), FEATURES);
    return topology;
  }
}
