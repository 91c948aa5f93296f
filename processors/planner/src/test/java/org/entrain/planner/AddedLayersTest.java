package org.entrain.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.ClockKind;
import org.entrain.schemas.avro.ClockTick;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.Word;
import org.entrain.transport.KafkaConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that are added to the settings of a planner that has planned. */
class AddedLayersTest {

  private static final List<Integer> SOME = List.of(0, 2);
  private static final List<Integer> MORE = List.of(0, 2, 3);

  private final Topics topics = new Topics(1);
  private final List<Plan> published = new ArrayList<>();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private final Map<String, String> planned = new HashMap<>();
  @TempDir private Path folder;

  @Test
  void layersAdded_arePlannedAsAUnitOfTheirOwnAndNothingElseIs() {
    TopologyTestDriver driver;
    driver = start(SOME);
    announce(driver, 0, "a", SourceKind.WEIGHTS);
    announce(driver, 9, "rate", SourceKind.WORD_RATE);
    Plan first = plans(driver).get(0);
    assertThat(read(driver, topics.embeddingTasks())).isNotEmpty();
    stop(driver);
    driver = start(MORE);
    Plan more = plans(driver).get(0);
    assertThat(more.getLayers()).containsExactly(3);
    assertThat(more.getBaseUnit()).isEqualTo(first.getUnit());
    assertThat(more.getUnit()).isNotEqualTo(first.getUnit());
    assertThat(more.getScoredTokens()).isZero();
    assertThat(read(driver, topics.embeddingTasks()))
        .isNotEmpty()
        .allSatisfy(task -> assertThat(task.getLayers()).containsExactly(3))
        .allSatisfy(task -> assertThat(task.getUnit()).isEqualTo(more.getUnit()));

    // A checkpoint that is new has all layers in one unit.
    announce(driver, 1, "b", SourceKind.WEIGHTS);
    assertThat(plans(driver).get(0).getLayers()).isEqualTo(MORE);
    // One that was planned and comes again makes no work.
    announce(driver, 0, "a", SourceKind.WEIGHTS);
    assertThat(plans(driver)).isEmpty();
    stop(driver);
    // All layers of the model, 0 to 3, then the same settings again.
    driver = start(List.of());
    assertThat(plans(driver)).extracting(Plan::getLayers).containsOnly(List.of(1)).hasSize(2);
    stop(driver);
    driver = start(List.of());
    assertThat(plans(driver)).isEmpty();
    stop(driver);
  }

  private TopologyTestDriver start(List<Integer> layers) {
    Properties properties = new Properties();
    properties.putAll(
        new KafkaConnection("unused:1", Map.of()).streams("planner-test", folder.toString()));
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "layers-" + System.nanoTime());
    PlannerSettings settings = OneToken.settings(layers);
    TopologyTestDriver driver =
        new TopologyTestDriver(
            new PlannerTopology(topics, settings, OneToken.TOKENIZER, () -> List.copyOf(published))
                .get(),
            properties);
    // The driver keeps no stores; that the words come again is nothing new to a planner.
    planned.forEach((unit, name) -> store(driver).put(unit, name));
    checkpoints.forEach(event -> announce(driver, event));
    stimulus(driver);
    return driver;
  }

  private static KeyValueStore<String, String> store(TopologyTestDriver driver) {
    return driver.getKeyValueStore(PlannerTopology.PLANNED);
  }

  private void stop(TopologyTestDriver driver) {
    try (KeyValueIterator<String, String> all = store(driver).all()) {
      all.forEachRemaining(entry -> planned.put(entry.key, entry.value));
    }
    driver.close();
  }

  private List<Plan> plans(TopologyTestDriver driver) {
    List<Plan> plans = read(driver, topics.plans());
    published.addAll(plans);
    return plans;
  }

  private void stimulus(TopologyTestDriver driver) {
    for (int w = 0; w < 3; w++) {
      pipe(driver, topics.words(), "s", new Word("s", w, 0, "w" + w, 0.5 + w));
    }
    for (int tr = 0; tr < 2; tr++) {
      ClockTick tick = new ClockTick("s", ClockKind.TR, 0, tr, 2.0 * tr, true, 2);
      pipe(driver, topics.clock(), "s", tick);
    }
    ClockTick end = new ClockTick("s", ClockKind.END_OF_STIMULUS, 1, 2, 4.0, false, 3);
    pipe(driver, topics.clock(), "s", end);
  }

  private void announce(TopologyTestDriver driver, long step, String identity, SourceKind kind) {
    Checkpoint checkpoint =
        Checkpoint.newBuilder()
            .setModel("m")
            .setStep(step)
            .setKind(kind)
            .setLocation("x")
            .setFingerprint("f")
            .setIdentity(identity)
            .setArchitecture("gpt_neox")
            .setLayers(4)
            .setHiddenSize(4)
            .setPositions(16)
            .build();
    checkpoints.add(checkpoint);
    announce(driver, checkpoint);
  }

  private void announce(TopologyTestDriver driver, Checkpoint checkpoint) {
    pipe(driver, topics.checkpoints(), "m@" + checkpoint.getStep(), checkpoint);
  }

  private <V extends SpecificRecord> void pipe(
      TopologyTestDriver driver, Topic<V> topic, String key, V event) {
    driver
        .createInputTopic(topic.name(), topic.keys().serializer(), topic.values().serializer())
        .pipeInput(key, event);
  }

  private <V extends SpecificRecord> List<V> read(TopologyTestDriver driver, Topic<V> topic) {
    return driver
        .createOutputTopic(topic.name(), topic.keys().deserializer(), topic.values().deserializer())
        .readRecordsToList()
        .stream()
        .map(TestRecord::value)
        .toList();
  }
}
