package org.entrain.planner;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
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

/**
 * Plans every pair of a complete stimulus and a checkpoint once, whichever comes last. Two
 * checkpoints with equal identities are one unit: the second is reported and needs no work. Tasks
 * that are not wanted are held until they are.
 */
final class PlannerProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {

  private final UnitPlanner planner;
  private final Map<String, StimulusAssembly> stimuli = new HashMap<>();

  private ProcessorContext<String, SpecificRecord> context;
  private KeyValueStore<String, Word> words;
  private KeyValueStore<String, ClockTick> clock;
  private KeyValueStore<String, Checkpoint> checkpoints;
  private KeyValueStore<String, String> planned;
  private HeldTasks held;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  PlannerProcessor(UnitPlanner planner) {
    this.planner = planner;
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
      checkpoints.delete(message.key());
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

  private void plan(String id, StimulusAssembly stimulus, Checkpoint checkpoint, long timestamp) {
    String unit = planner.unit(id, checkpoint);
    String name = checkpoint.getModel() + "@" + checkpoint.getStep();
    String first = planned.get(unit);
    if (first != null) {
      report(unit, name, first.equals(name) ? 0 : 1, timestamp);
      return;
    }
    PlannedUnit result = planner.plan(id, stimulus, checkpoint);
    planned.put(unit, name);
    Plan plan = result.plan();
    context.forward(new Record<>(name, plan, timestamp), PlannerTopology.TO_PLANS);
    result.tasks().forEach(task -> held.offer(task, wanted -> queue(wanted, timestamp)));
    report(unit, name, 0, timestamp);
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
