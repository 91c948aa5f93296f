package org.entrain.planner;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Plan;
import org.entrain.transport.TopicNodes;

/**
 * words, clock, checkpoints, steering, held-tasks → planner → plans, embedding-tasks, progress.
 *
 * <p>The inputs have one partition each, so one task sees them all and needs no order among them.
 * What has arrived stands in stores named after it, the units planned in {@link #PLANNED}.
 */
public final class PlannerTopology implements Supplier<Topology> {

  static final String WORDS = "planner-words";
  static final String CLOCK = "planner-clock";
  static final String CHECKPOINTS = "planner-checkpoints";
  static final String PLANNED = "planner-planned";
  static final String HELD = "planner-held";
  static final String STEERING = "planner-steering";

  static final String TO_PLANS = "to-plans";
  static final String TO_TASKS = "to-embedding-tasks";
  static final String TO_PROGRESS = "to-progress";

  /** Time between two looks at what is left to plan, while there is something. */
  static final Duration TICK = Duration.ofMillis(100);

  private static final String PLANNER = "planner";

  private final Topics topics;
  private final PlannerSettings settings;
  private final TextTokenizer tokenizer;
  private final Supplier<List<Plan>> earlier;

  /**
   * @param earlier gives the plans that were published before this planner began; asked when layers
   *     may have been added to one of them
   */
  public PlannerTopology(
      Topics topics,
      PlannerSettings settings,
      TextTokenizer tokenizer,
      Supplier<List<Plan>> earlier) {
    this.topics = topics;
    this.settings = settings;
    this.tokenizer = tokenizer;
    this.earlier = earlier;
  }

  @Override
  public Topology get() {
    UnitPlanner planner = new UnitPlanner(settings, tokenizer);
    Topology topology = new Topology();
    String[] sources = {
      TopicNodes.source(topology, topics.words()),
      TopicNodes.source(topology, topics.clock()),
      TopicNodes.source(topology, topics.checkpoints()),
      TopicNodes.source(topology, topics.steering()),
      TopicNodes.source(topology, topics.heldTasks())
    };
    String announcements = topics.checkpoints().name();
    topology.addProcessor(
        PLANNER, () -> new PlannerProcessor(planner, announcements, earlier), sources);
    topology.addStateStore(TopicNodes.store(WORDS, topics.words().values()), PLANNER);
    topology.addStateStore(TopicNodes.store(CLOCK, topics.clock().values()), PLANNER);
    topology.addStateStore(TopicNodes.store(CHECKPOINTS, topics.checkpoints().values()), PLANNER);
    topology.addStateStore(TopicNodes.store(PLANNED, Serdes.String()), PLANNER);
    topology.addStateStore(TopicNodes.store(HELD, topics.heldTasks().values()), PLANNER);
    topology.addStateStore(TopicNodes.store(STEERING, topics.steering().values()), PLANNER);
    TopicNodes.sink(topology, TO_PLANS, topics.plans(), PLANNER);
    TopicNodes.sink(topology, TO_TASKS, topics.embeddingTasks(), PLANNER);
    TopicNodes.sink(topology, TO_PROGRESS, topics.progress(), PLANNER);
    return topology;
  }
}
