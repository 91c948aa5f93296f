package org.entrain.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.ClockKind;
import org.entrain.schemas.avro.ClockTick;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.schemas.avro.Word;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.SteeringBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks of checkpoints that are paused, cancelled, removed, and wanted again. */
class SteeredPlanningTest {

  private final Topics topics = new Topics(1);
  private final SteeringBoard commands = new SteeringBoard();
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    Properties properties = new Properties();
    properties.putAll(
        new KafkaConnection("unused:1", Map.of())
            .streams("planner-test", System.getProperty("java.io.tmpdir")));
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "planner-test-" + System.nanoTime());
    PlannerSettings settings = OneToken.settings(List.of());
    driver =
        new TopologyTestDriver(
            new PlannerTopology(topics, settings, OneToken.TOKENIZER, List::of).get(), properties);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void tasks_ofAPausedCheckpoint_waitUntilItIsActiveAgain() {
    steer("m@0", WantedState.PAUSED);
    announce(0, "a");
    announce(1, "b");
    stimulus();
    assertThat(tasks()).isNotEmpty().allMatch(task -> task.startsWith("1/"));

    steer("m@0", WantedState.CANCELLED);
    assertThat(tasks()).isEmpty();
    steer("m@0", WantedState.ACTIVE);
    assertThat(tasks())
        .hasSizeGreaterThan(1)
        .doesNotHaveDuplicates()
        .allMatch(t -> t.startsWith("0/"));
    steer("m@0", WantedState.PAUSED);
    steer("m@0", WantedState.ACTIVE);
    assertThat(tasks()).isEmpty();
  }

  @Test
  void tasks_handedOverByWorkers_areHeldOnceAndComeBack() {
    announce(0, "a");
    stimulus();
    List<EmbeddingTask> queued = read(topics.embeddingTasks());
    EmbeddingTask task = queued.get(0);
    steer("m@0", WantedState.PAUSED);
    pipe(topics.heldTasks(), "m@0", task);
    pipe(topics.heldTasks(), "m@0", task);
    assertThat(tasks()).isEmpty();
    steer("m@0", WantedState.ACTIVE);
    assertThat(read(topics.embeddingTasks())).containsExactly(task);

    // Handed over by a worker that did not know yet.
    pipe(topics.heldTasks(), "m@0", task);
    assertThat(read(topics.embeddingTasks())).containsExactly(task);
  }

  @Test
  void tasks_ofEqualWeights_goWithTheMostActiveName() {
    announce(0, "a");
    steer("m@0", WantedState.REMOVED);
    stimulus();
    assertThat(tasks()).isEmpty();
    announce(5, "a");
    assertThat(tasks()).isNotEmpty();
  }

  private void stimulus() {
    for (int w = 0; w < 3; w++) {
      pipe(topics.words(), "s", new Word("s", w, 0, "w" + w, 0.5 + w));
    }
    for (int tr = 0; tr < 2; tr++) {
      pipe(topics.clock(), "s", new ClockTick("s", ClockKind.TR, 0, tr, 2.0 * tr, true, 2));
    }
    pipe(topics.clock(), "s", new ClockTick("s", ClockKind.END_OF_STIMULUS, 1, 2, 4.0, false, 3));
  }

  private void announce(long step, String identity) {
    pipe(
        topics.checkpoints(),
        "m@" + step,
        Checkpoint.newBuilder()
            .setModel("m")
            .setStep(step)
            .setKind(SourceKind.WEIGHTS)
            .setLocation("x")
            .setFingerprint("f")
            .setIdentity(identity)
            .setArchitecture("gpt_neox")
            .setLayers(2)
            .setHiddenSize(4)
            .setPositions(16)
            .build());
  }

  private void steer(String name, WantedState state) {
    var wanted = commands.next(SteeringTarget.CHECKPOINT, name, state, 0);
    commands.accept(wanted);
    pipe(topics.steering(), SteeringBoard.key(wanted), wanted);
  }

  /** step/task of what is on the queue since this was last asked. */
  private List<String> tasks() {
    return read(topics.embeddingTasks()).stream()
        .map(t -> t.getStep() + "/" + t.getTask())
        .toList();
  }

  private <V extends SpecificRecord> void pipe(Topic<V> topic, String key, V event) {
    driver
        .createInputTopic(topic.name(), topic.keys().serializer(), topic.values().serializer())
        .pipeInput(key, event);
  }

  private <V extends SpecificRecord> List<V> read(Topic<V> topic) {
    return driver
        .createOutputTopic(topic.name(), topic.keys().deserializer(), topic.values().deserializer())
        .readRecordsToList()
        .stream()
        .map(TestRecord::value)
        .toList();
  }
}
