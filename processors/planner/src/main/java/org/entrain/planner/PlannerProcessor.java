package org.entrain.planner;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.ClockTick;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.Word;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.ProgressReporter;
import org.jspecify.annotations.Nullable;

/**
 * Plans every pair of a complete stimulus and a checkpoint once, whichever comes last. Two
 * checkpoints with equal identities are one unit: the second is reported and needs no work. Tasks
 * that are not wanted are held until they are. Layers that were added to a unit are a unit of their
 * own, which names the first one: what is there is not computed again.
 */
final class PlannerProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {

  /**
   * Before a unit's name in the store of planned ones: a unit that is not there itself, because
   * others have all of its layers; the value is the first of these.
   */
  private static final String COVERED = "covered/";

  private final UnitPlanner planner;
  private final String announcements;
  private final KnownPlans plans;
  private final Map<String, StimulusAssembly> stimuli = new HashMap<>();

  private ProcessorContext<String, SpecificRecord> context;
  private KeyValueStore<String, Word> words;
  private KeyValueStore<String, ClockTick> clock;
  private KeyValueStore<String, Checkpoint> checkpoints;
  private KeyValueStore<String, String> planned;
  private HeldTasks held;
  private Cancellable ticking;
  private @Nullable Deque<Checkpoint> further;

  /**
   * @param announcements topic of checkpoints
   */
  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  PlannerProcessor(UnitPlanner planner, String announcements, Supplier<List<Plan>> earlier) {
    this.planner = planner;
    this.announcements = announcements;
    plans = new KnownPlans(earlier);
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    words = context.getStateStore(PlannerTopology.WORDS);
    clock = context.getStateStore(PlannerTopology.CLOCK);
    checkpoints = context.getStateStore(PlannerTopology.CHECKPOINTS);
    planned = context.getStateStore(PlannerTopology.PLANNED);
    held = new HeldTasks(context, checkpoints);
    further = null;
    ticking =
        context.schedule(PlannerTopology.TICK, PunctuationType.WALL_CLOCK_TIME, this::planFurther);
    stimuli.clear();
    try (KeyValueIterator<String, Word> all = words.all()) {
      all.forEachRemaining(entry -> stimulus(entry.value.getStimulus()).add(entry.value));
    }
    try (KeyValueIterator<String, ClockTick> all = clock.all()) {
      all.forEachRemaining(entry -> stimulus(entry.value.getStimulus()).add(entry.value));
    }
  }

  @Override
  public void process(Record<String, SpecificRecord> message) {
    SpecificRecord event = message.value();
    if (event == null) {
      withdraw(message);
    } else if (event instanceof Steering wanted) {
      held.steer(wanted, task -> queue(task, message.timestamp()));
    } else if (event instanceof EmbeddingTask task) {
      held.offer(task, wanted -> queue(wanted, message.timestamp()));
    } else if (event instanceof Word word) {
      if (stimulus(word.getStimulus()).add(word)) {
        words.put(word.getStimulus() + "/" + word.getIndex(), word);
        planAll(word.getStimulus(), message.timestamp());
      }
    } else if (event instanceof ClockTick tick) {
      if (stimulus(tick.getStimulus()).add(tick)) {
        clock.put(tick.getStimulus() + "/" + tick.getKind() + tick.getIndex(), tick);
        planAll(tick.getStimulus(), message.timestamp());
      }
    } else if (event instanceof Checkpoint checkpoint) {
      checkpoints.put(message.key(), checkpoint);
      held.announce(checkpoint, task -> queue(task, message.timestamp()));
      stimuli.forEach(
          (id, stimulus) -> {
            if (stimulus.complete()) {
              plan(id, stimulus, checkpoint, message.timestamp());
            }
          });
    }
  }

  /** Announcements alone are withdrawn by a record without a value. */
  private void withdraw(Record<String, SpecificRecord> message) {
    if (!context.recordMetadata().map(RecordMetadata::topic).equals(Optional.of(announcements))) {
      throw new IllegalArgumentException("a record without a value");
    }
    checkpoints.delete(message.key());
  }

  private StimulusAssembly stimulus(String id) {
    return stimuli.computeIfAbsent(id, unknown -> new StimulusAssembly());
  }

  private void planAll(String id, long timestamp) {
    StimulusAssembly stimulus = stimulus(id);
    if (!stimulus.complete()) {
      return;
    }
    try (KeyValueIterator<String, Checkpoint> all = checkpoints.all()) {
      all.forEachRemaining(entry -> plan(id, stimulus, entry.value, timestamp));
    }
  }

  /**
   * Plans layers that were added to the settings, for one checkpoint that was planned with fewer:
   * tokenizing takes its time, and many would outlast a transaction.
   */
  private void planFurther(long timestamp) {
    Deque<Checkpoint> left = further;
    if (left == null) {
      left = new ArrayDeque<>();
      try (KeyValueIterator<String, Checkpoint> all = checkpoints.all()) {
        while (all.hasNext()) {
          left.add(all.next().value);
        }
      }
      further = left;
    }
    Checkpoint next = left.poll();
    while (next != null && !planFurther(next, timestamp)) {
      next = left.poll();
    }
    if (next == null) {
      ticking.cancel();
    }
  }

  private boolean planFurther(Checkpoint checkpoint, long timestamp) {
    boolean any = false;
    for (Map.Entry<String, StimulusAssembly> entry : stimuli.entrySet()) {
      String id = entry.getKey();
      String unit = planner.unit(id, checkpoint);
      if (entry.getValue().complete()
          && planned.get(unit) == null
          && planned.get(COVERED + unit) == null
          && !before(id, checkpoint).isEmpty()) {
        plan(id, entry.getValue(), checkpoint, timestamp);
        any = true;
      }
    }
    return any;
  }

  private void plan(String id, StimulusAssembly stimulus, Checkpoint checkpoint, long timestamp) {
    String wanted = planner.unit(id, checkpoint);
    String name = checkpoint.getModel() + "@" + checkpoint.getStep();
    String known = planned.get(wanted) != null ? wanted : planned.get(COVERED + wanted);
    if (known != null) {
      report(known, name, name.equals(planned.get(known)) ? 0 : 1, timestamp);
      return;
    }
    PlannedUnit whole = planner.plan(id, stimulus, checkpoint);
    PlannedUnit result = planner.further(whole, before(id, checkpoint));
    Plan plan = result.plan();
    if (!plan.getBaseUnit().isEmpty()) {
      planned.put(COVERED + wanted, plan.getBaseUnit());
    }
    if (plan.getLayers().isEmpty()) {
      String first = plan.getBaseUnit();
      report(first, name, name.equals(planned.get(first)) ? 0 : 1, timestamp);
      return;
    }
    planned.put(plan.getUnit(), name);
    plans.add(plan);
    context.forward(new Record<>(name, plan, timestamp), PlannerTopology.TO_PLANS);
    result.tasks().forEach(task -> held.offer(task, free -> queue(free, timestamp)));
    report(plan.getUnit(), name, 0, timestamp);
  }

  /** Earlier plans; one whose transaction was given up is on no topic and in no store. */
  private List<Plan> before(String id, Checkpoint checkpoint) {
    return plans.of(id, checkpoint.getIdentity()).stream()
        .filter(plan -> planned.get(plan.getUnit()) != null)
        .toList();
  }

  private void queue(EmbeddingTask task, long timestamp) {
    String name = task.getModel() + "@" + task.getStep();
    context.forward(new Record<>(name, task, timestamp), PlannerTopology.TO_TASKS);
  }

  private void report(String unit, String name, int duplicates, long timestamp) {
    Progress progress =
        Progress.newBuilder()
            .setStage("planner")
            .setUnit(unit)
            .setPart(name)
            .setName(name)
            .setState(WorkState.DONE)
            .setExpected(1)
            .setDone(1 - duplicates)
            .setSkipped(duplicates)
            .build();
    context.forward(
        new Record<>(ProgressReporter.key(progress), progress, timestamp),
        PlannerTopology.TO_PROGRESS);
  }
}
