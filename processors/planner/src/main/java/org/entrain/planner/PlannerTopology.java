package org.entrain.planner;

import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;

/**
 * words, clock, checkpoints → planner → plans, embedding-tasks, progress.
 *
 * <p>The inputs have one partition each, so one task sees them all and needs no order among them.
 * What has arrived stands in stores named after it, the units planned in {@link #PLANNED}.
 */
public final class PlannerTopology implements Supplier<Topology> {

  static final String WORDS = "planner-words";
  static final String CLOCK = "planner-clock";
  static final String CHECKPOINTS = "planner-checkpoints";
  static final String PLANNED = "planner-planned";

  static final String TO_PLANS = "to-plans";
  static final String TO_TASKS = "to-embedding-tasks";
  static final String TO_PROGRESS = "to-progress";

  private static final String PLANNER = "planner";

  private final Topics topics;
  private final PlannerSettings settings;
  private final TextTokenizer tokenizer;

  public PlannerTopology(Topics topics, PlannerSettings settings, TextTokenizer tokenizer) {
    this.topics = topics;
    this.settings = settings;
    this.tokenizer = tokenizer;
  }

  @Override
  public Topology get() {
    UnitPlanner planner = new UnitPlanner(settings, tokenizer);
    Topology topology = new Topology();
    String[] sources = {
      source(topology, topics.words()),
      source(topology, topics.clock()),
      source(topology, topics.checkpoints())
    };
    topology.addProcessor(PLANNER, () -> new PlannerProcessor(planner), sources);
    topology.addStateStore(store(WORDS, topics.words()), PLANNER);
    topology.addStateStore(store(CLOCK, topics.clock()), PLANNER);
    topology.addStateStore(store(CHECKPOINTS, topics.checkpoints()), PLANNER);
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(PLANNED), Serdes.String(), Serdes.String()),
        PLANNER);
    sink(topology, TO_PLANS, topics.plans());
    sink(topology, TO_TASKS, topics.embeddingTasks());
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
        name, topic.name(), topic.keys().serializer(), topic.values().serializer(), PLANNER);
  }

  private static <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> store(
      String name, Topic<V> topic) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), topic.keys(), topic.values());
  }
}
