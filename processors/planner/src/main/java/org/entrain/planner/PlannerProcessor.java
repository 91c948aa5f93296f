package org.entrain.planner;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

  /** Before a stimulus in the store of planned units: pairs of it wait to be planned. */
  private static final String WAITING = "waiting/";

  /**
   * Units planned by one call. Tokenizing takes its time, of large vocabularies a second, and all
   * checkpoints of a training run would outlast a transaction, which then begins again, for ever.
   */
  private static final int AT_ONCE = 4;

  /** A stimulus and a checkpoint that have met. */
  private record Pair(String stimulus, Checkpoint checkpoint) {}

  private final UnitPlanner planner;
  private final String announcements;
  private final KnownPlans plans;
  private final Map<String, StimulusAssembly> stimuli = new HashMap<>();
  private final Deque<Pair> waiting = new ArrayDeque<>();

  private ProcessorContext<String, SpecificRecord> context;
  private KeyValueStore<String, Word> words;
  private KeyValueStore<String, ClockTick> clock;
  private KeyValueStore<String, Checkpoint> checkpoints;
  private KeyValueStore<String, String> planned;
  private HeldTasks held;
  private @Nullable Cancellable ticking;
  private boolean furtherLeft;

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
    stimuli.clear();
    waiting.clear();
    try (KeyValueIterator<String, Word> all = words.all()) {
      all.forEachRemaining(entry -> stimulus(entry.value.getStimulus()).add(entry.value));
    }
    try (KeyValueIterator<String, ClockTick> all = clock.all()) {
      all.forEachRemaining(entry -> stimulus(entry.value.getStimulus()).add(entry.value));
    }
    stimuli.keySet().stream()
        .filter(id -> planned.get(WAITING + id) != null)
        .forEach(id -> meet(id, any -> true));
    furtherLeft = true;
    ticking = null;
    tick();
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
      forget(checkpoint);
      stimuli.forEach(
          (id, stimulus) -> {
            if (stimulus.complete()) {
              waiting.add(new Pair(id, checkpoint));
            }
          });
      planSome(message.timestamp());
    }
  }

  /** Announcements alone are withdrawn by a record without a value. */
  private void withdraw(Record<String, SpecificRecord> message) {
    if (!context.recordMetadata().map(RecordMetadata::topic).equals(Optional.of(announcements))) {
      throw new IllegalArgumentException("a record without a value");
    }
    @Nullable Checkpoint withdrawn = checkpoints.delete(message.key());
    if (withdrawn != null) {
      forget(withdrawn);
    }
  }

  /** What waits of a checkpoint's name does so no more. */
  private void forget(Checkpoint checkpoint) {
    waiting.removeIf(pair -> name(pair.checkpoint()).equals(name(checkpoint)));
  }

  private StimulusAssembly stimulus(String id) {
    return stimuli.computeIfAbsent(id, unknown -> new StimulusAssembly());
  }

  private void planAll(String id, long timestamp) {
    if (stimulus(id).complete()) {
      meet(id, any -> true);
      planSome(timestamp);
    }
  }

  /** A complete stimulus meets some of the checkpoints. */
  private void meet(String id, Predicate<Checkpoint> which) {
    try (KeyValueIterator<String, Checkpoint> all = checkpoints.all()) {
      while (all.hasNext()) {
        Checkpoint checkpoint = all.next().value;
        if (which.test(checkpoint)) {
          waiting.add(new Pair(id, checkpoint));
        }
      }
    }
  }

  /**
   * Plans some of the pairs that wait; the others follow tick by tick, in transactions of their
   * own, and after a restart.
   */
  private void planSome(long timestamp) {
    int left = AT_ONCE;
    while (left > 0 && !waiting.isEmpty()) {
      Pair next = waiting.remove();
      if (plan(next, timestamp)) {
        left--;
      }
    }
    for (String id : stimuli.keySet()) {
      boolean waits = waiting.stream().anyMatch(pair -> pair.stimulus().equals(id));
      if (waits != (planned.get(WAITING + id) != null)) {
        planned.put(WAITING + id, waits ? id : null);
      }
    }
    tick();
  }

  /** Ticks while there is something to plan, not for ever: every tick costs. */
  private void tick() {
    boolean needed = furtherLeft || !waiting.isEmpty();
    if (needed && ticking == null) {
      ticking =
          context.schedule(PlannerTopology.TICK, PunctuationType.WALL_CLOCK_TIME, this::planLater);
    } else if (!needed && ticking != null) {
      ticking.cancel();
      ticking = null;
    }
  }

  private void planLater(long timestamp) {
    if (furtherLeft) {
      furtherLeft = false;
      stimuli.forEach(
          (id, stimulus) -> {
            if (stimulus.complete()) {
              meet(id, checkpoint -> further(id, checkpoint));
            }
          });
    }
    planSome(timestamp);
  }

  /** Whether it was planned with other layers than the settings have now. */
  private boolean further(String id, Checkpoint checkpoint) {
    return known(planner.unit(id, checkpoint)) == null && !before(id, checkpoint).isEmpty();
  }

  /** The unit that has a unit's layers, or null. */
  private @Nullable String known(String unit) {
    return planned.get(unit) != null ? unit : planned.get(COVERED + unit);
  }

  /** Plans or reports a pair; returns whether it had to be planned. */
  private boolean plan(Pair pair, long timestamp) {
    String id = pair.stimulus();
    Checkpoint checkpoint = pair.checkpoint();
    String wanted = planner.unit(id, checkpoint);
    String name = name(checkpoint);
    String known = known(wanted);
    if (known != null) {
      report(known, name, name.equals(planned.get(known)) ? 0 : 1, timestamp);
      return false;
    }
    PlannedUnit whole = planner.plan(id, stimulus(id), checkpoint);
    PlannedUnit result = planner.further(whole, before(id, checkpoint));
    Plan plan = result.plan();
    if (!plan.getBaseUnit().isEmpty()) {
      planned.put(COVERED + wanted, plan.getBaseUnit());
    }
    if (plan.getLayers().isEmpty()) {
      String first = plan.getBaseUnit();
      report(first, name, name.equals(planned.get(first)) ? 0 : 1, timestamp);
      return true;
    }
    planned.put(plan.getUnit(), name);
    plans.add(plan);
    context.forward(new Record<>(name, plan, timestamp), PlannerTopology.TO_PLANS);
    result.tasks().forEach(task -> held.offer(task, free -> queue(free, timestamp)));
    report(plan.getUnit(), name, 0, timestamp);
    return true;
  }

  /** Earlier plans; one whose transaction was given up is on no topic and in no store. */
  private List<Plan> before(String id, Checkpoint checkpoint) {
    return plans.of(id, checkpoint.getIdentity()).stream()
        .filter(plan -> planned.get(plan.getUnit()) != null)
        .toList();
  }

  private static String name(Checkpoint checkpoint) {
    return checkpoint.getModel() + "@" + checkpoint.getStep();
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
