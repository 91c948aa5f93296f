package org.entrain.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.ClockKind;
import org.entrain.schemas.avro.ClockTick;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.Word;
import org.junit.jupiter.api.Test;

/** Checkpoints that were all announced before the story was complete. */
class ManyCheckpointsTest {

  private static final int MANY = 30;
  private static final int FEW = 5;

  private final Topics topics = new Topics(1);
  private final List<KeyValueStore<String, ?>> stores = new ArrayList<>();
  private final PlannerSettings settings = OneToken.settings(List.of());

  @Test
  void plans_ofManyCheckpoints_areMadeFewAtATime() {
    MockProcessorContext<String, SpecificRecord> context = context();
    PlannerProcessor planner = start(context);

    announceAll(planner);
    complete(planner);

    assertThat(planned(context)).hasSizeBetween(1, FEW);
    List<Plan> all = finish(context);
    assertThat(all).extracting(Plan::getStep).containsExactlyElementsOf(steps());
    assertThat(context.scheduledPunctuators()).allMatch(CapturedPunctuator::cancelled);
  }

  @Test
  void plansThatWaited_areMadeAfterARestart() {
    MockProcessorContext<String, SpecificRecord> before = context();
    PlannerProcessor killed = start(before);
    announceAll(killed);
    complete(killed);
    List<Plan> all = new ArrayList<>(planned(before));

    MockProcessorContext<String, SpecificRecord> after = context();
    start(after);
    all.addAll(finish(after));

    assertThat(all).extracting(Plan::getStep).containsExactlyInAnyOrderElementsOf(steps());
    MockProcessorContext<String, SpecificRecord> again = context();
    start(again);
    assertThat(finish(again)).isEmpty();
  }

  @Test
  void checkpoint_withdrawnWhileItWaits_isNotPlanned() {
    MockProcessorContext<String, SpecificRecord> context = context();
    PlannerProcessor planner = start(context);
    announceAll(planner);
    complete(planner);

    context.setRecordMetadata(topics.checkpoints().name(), 0, 0);
    planner.process(new Record<>("m@29", null, 0));

    assertThat(finish(context))
        .extracting(Plan::getStep)
        .hasSize(MANY - 1)
        .doesNotContain(MANY - 1L);
  }

  private static List<Long> steps() {
    return LongStream.range(0, MANY).boxed().toList();
  }

  private PlannerProcessor start(MockProcessorContext<String, SpecificRecord> context) {
    PlannerProcessor planner =
        new PlannerProcessor(
            new UnitPlanner(settings, OneToken.TOKENIZER), topics.checkpoints().name(), List::of);
    planner.init(context);
    return planner;
  }

  private void announceAll(PlannerProcessor planner) {
    for (long step : steps()) {
      Checkpoint checkpoint =
          Checkpoint.newBuilder()
              .setModel("m")
              .setStep(step)
              .setKind(SourceKind.WEIGHTS)
              .setLocation("x")
              .setFingerprint("f" + step)
              .setIdentity("i" + step)
              .setArchitecture("gpt_neox")
              .setLayers(3)
              .setHiddenSize(4)
              .setPositions(16)
              .build();
      // Keys in the order of steps.
      planner.process(new Record<>("m@%02d".formatted(step), checkpoint, 0));
    }
  }

  private static void complete(PlannerProcessor planner) {
    List<SpecificRecord> events = new ArrayList<>();
    for (int w = 0; w < 3; w++) {
      events.add(new Word("s", w, 0, "w" + w, 0.5 + w));
    }
    for (int tr = 0; tr < 2; tr++) {
      events.add(new ClockTick("s", ClockKind.TR, 0, tr, 2.0 * tr, true, 2));
    }
    events.add(new ClockTick("s", ClockKind.END_OF_RUN, 0, 2, 4.0, false, 3));
    events.add(new ClockTick("s", ClockKind.END_OF_STIMULUS, 1, 2, 4.0, false, 3));
    events.forEach(event -> planner.process(new Record<>("s", event, 0)));
  }

  /** Ticks until nothing is left to do; returns all plans of the context. */
  private static List<Plan> finish(MockProcessorContext<String, SpecificRecord> context) {
    for (int tick = 0; tick < MANY; tick++) {
      context.scheduledPunctuators().stream()
          .filter(scheduled -> !scheduled.cancelled())
          .toList()
          .forEach(scheduled -> scheduled.getPunctuator().punctuate(0));
    }
    return planned(context);
  }

  private static List<Plan> planned(MockProcessorContext<String, SpecificRecord> context) {
    return context.forwarded().stream()
        .map(forward -> forward.record().value())
        .filter(Plan.class::isInstance)
        .map(Plan.class::cast)
        .toList();
  }

  /** A context with the stores of those before it. */
  private MockProcessorContext<String, SpecificRecord> context() {
    MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();
    if (stores.isEmpty()) {
      add(context, PlannerTopology.WORDS, topics.words().values());
      add(context, PlannerTopology.CLOCK, topics.clock().values());
      add(context, PlannerTopology.CHECKPOINTS, topics.checkpoints().values());
      add(context, PlannerTopology.PLANNED, Serdes.String());
      add(context, PlannerTopology.HELD, topics.heldTasks().values());
      add(context, PlannerTopology.STEERING, topics.steering().values());
    }
    stores.forEach(context::addStateStore);
    return context;
  }

  private <V> void add(
      MockProcessorContext<String, SpecificRecord> context, String name, Serde<V> values) {
    KeyValueStore<String, V> store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    stores.add(store);
  }
}
