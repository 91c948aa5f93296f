package org.entrain.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.properties.SimulatedStory.SKIPPED;
import static org.entrain.properties.SimulatedStory.WIDTH;
import static org.entrain.properties.SimulatedStory.WORDS;
import static org.entrain.properties.SimulatedStory.labels;
import static org.entrain.properties.SimulatedStory.layer;
import static org.entrain.properties.SimulatedStory.plan;
import static org.entrain.properties.SimulatedStory.shape;
import static org.entrain.properties.SimulatedStory.vector;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.ejml.data.FMatrixRMaj;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.gathering.RandomNormals;
import org.entrain.math.FoldScheme;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.properties.Coding;
import org.entrain.math.properties.Eraser;
import org.entrain.math.properties.Erasure;
import org.entrain.math.properties.Labels;
import org.entrain.math.properties.Offsets;
import org.entrain.math.properties.ProbeSettings;
import org.entrain.math.properties.ProbeTarget;
import org.entrain.math.properties.Probes;
import org.entrain.math.properties.RemovalFit;
import org.entrain.math.properties.RemovalMethod;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Annotation;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.TopicAdmin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test has a stimulus of its own. */
class PropertiesStageIT {

  private static final List<Integer> LAYERS = List.of(0, 2);
  private static final PropertySettings SETTINGS = settings(RemovalMethod.RIDGE, false);

  private static final long DEADLINE_NS = Duration.ofSeconds(60).toNanos();

  private static EmbeddedBroker broker;
  private static Topics topics;
  private static KafkaConnection connection;
  private static EventProducer producer;
  private static BroadcastReader reader;
  private static final List<Removal> removals = new ArrayList<>();
  private static final List<Probe> probes = new ArrayList<>();
  private static final List<Progress> progress = new ArrayList<>();

  @TempDir private Path state;

  @BeforeAll
  static void start(@TempDir Path folder) {
    topics = new Topics(2);
    broker = new EmbeddedBroker(folder, 0);
    connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.create(topics, (short) 1);
    }
    producer = new EventProducer(connection, "test");
    reader =
        new BroadcastReader(
            connection, "test", List.of(topics.removals(), topics.probes(), topics.progress()));
  }

  @AfterAll
  static void stop() {
    reader.close();
    producer.close();
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void properties_whicheverComesFirst_equalTheMaths(boolean annotationsFirst) {
    String stimulus = "order-" + annotationsFirst;
    if (annotationsFirst) {
      annotate(stimulus, "shape");
    }
    words(stimulus);
    try (PropertiesStage stage = stage()) {
      if (!annotationsFirst) {
        annotate(stimulus, "shape");
      }
      // Two layers of the property and of the random one.
      await(stimulus, 4, stage);
    }
    for (int layer : LAYERS) {
      FMatrixRMaj words = layer(stimulus, layer);
      Labels labels = labels("shape");
      var removal =
          new RemovalFit(WORDS - SKIPPED, 4, new double[] {1e-1, 10, 1e3}, Coding.ONE_HOT)
              .fit(words, labels);
      Removal published = removal(stimulus, layer, "shape");
      assertThat(Vectors.doubles(published.getTheta())).containsExactly(removal.theta().data);
      assertThat(Vectors.doubles(published.getIntercept())).containsExactly(removal.intercept());
      assertThat(published.getLambda()).isEqualTo(removal.lambda());
      assertThat(published.getClasses()).containsExactly("1", "2", "10");
      var both =
          new Probes(LinearAlgebra.ejml(), 1, SETTINGS.probes())
              .fit(
                  words,
                  List.of(
                      ProbeTarget.of(labels), ProbeTarget.of(labels, Offsets.of(removal, labels))));
      Probe probe = probe(stimulus, layer, "shape");
      assertThat(probe.getBefore()).isEqualTo(both.get(0).probe().accuracy());
      assertThat(probe.getAfter()).isEqualTo(both.get(1).probe().accuracy());
      assertThat(probe.getChance()).isEqualTo(labels.chance());
      assertThat(removal(stimulus, layer, "Random").getClasses()).hasSize(2);
    }
  }

  @Test
  void property_ofOneClass_failsAloneWithItsCause() {
    String stimulus = "constant";
    annotate(stimulus, "constant", "shape");
    words(stimulus);
    try (PropertiesStage stage = stage()) {
      await(stimulus, 6, stage);
    }
    assertThat(settled(stimulus))
        .filteredOn(p -> p.getPart().endsWith("/constant"))
        .hasSize(2)
        .allSatisfy(
            p -> {
              assertThat(p.getState()).isEqualTo(WorkState.FAILED);
              assertThat(p.getCause()).contains("constant has 1 classes");
            });
    assertThat(settled(stimulus))
        .filteredOn(p -> !p.getPart().endsWith("/constant"))
        .extracting(Progress::getState)
        .containsOnly(WorkState.DONE);
  }

  @Test
  void word_ofAnotherWidthBeforeTheOthers_spoilsNoneOfThem() {
    String stimulus = "narrow";
    annotate(stimulus, "shape");
    List<ByteBuffer> narrow =
        LAYERS.stream().map(layer -> Vectors.ofFloats(new float[WIDTH - 1])).toList();
    send(
        topics.activations(),
        stimulus + "@1",
        new Activation(stimulus, stimulus, 1L, SKIPPED, narrow, null));
    words(stimulus);
    try (PropertiesStage stage = stage()) {
      await(stimulus, 4, stage);
    }
    assertThat(settled(stimulus)).extracting(Progress::getState).containsOnly(WorkState.DONE);
  }

  @Test
  void stage_startedAgain_repeatsNothingAndDoesAnotherTable() {
    String stimulus = "again";
    annotate(stimulus, "shape");
    words(stimulus);
    try (PropertiesStage stage = stage()) {
      await(stimulus, 4, stage);
    }
    annotate(stimulus, "shape", "twin");
    try (PropertiesStage stage = stage()) {
      await(stimulus, 6, stage);
    }
    assertThat(settled(stimulus)).hasSize(6);
    assertThat(settled(stimulus)).filteredOn(p -> p.getPart().equals("0/shape")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(RemovalMethod.class)
  void everyMethod_publishesWhatItTookAndProbesOfTheRest(RemovalMethod method) {
    String stimulus = "method-" + method;
    annotate(stimulus, "shape");
    words(stimulus);
    try (PropertiesStage stage = stage(settings(method, true))) {
      await(stimulus, 4, stage);
    }
    Labels labels = labels("shape");
    FMatrixRMaj words = layer(stimulus, LAYERS.get(1));
    int half = WORDS / 2; // of all words, two folds; the first ones are skipped
    List<int[]> training =
        List.of(
            IntStream.range(half - SKIPPED, WORDS - SKIPPED).toArray(),
            IntStream.range(0, half - SKIPPED).toArray());
    Eraser eraser =
        new Eraser(
            LinearAlgebra.ejml(),
            method,
            Coding.ONE_HOT,
            4,
            new double[] {1e-1, 10, 1e3},
            words,
            training);
    Erasure erasure = eraser.fit(labels);
    Removal removal = removal(stimulus, LAYERS.get(1), "shape");
    assertThat(removal.getMethod()).isEqualTo(method.text());
    Probes maths = new Probes(LinearAlgebra.ejml(), 1, SETTINGS.probes());
    double after;
    if (erasure instanceof Erasure.ByLabels byLabels) {
      assertThat(removal.getFits()).isEqualTo(method == RemovalMethod.RIDGE ? 1 : 2);
      assertThat(Vectors.doubles(removal.getTheta()))
          .containsExactly(
              byLabels.fits().stream()
                  .flatMapToDouble(fit -> Arrays.stream(fit.theta().data))
                  .toArray());
      after = accuracy(maths, words, eraser.probed(byLabels, labels, 4));
    } else {
      Erasure.ByProjection projection = (Erasure.ByProjection) erasure;
      assertThat(removal.getFits()).isZero();
      assertThat(Vectors.doubles(removal.getLeft())).containsExactly(projection.left().data);
      assertThat(Vectors.doubles(removal.getRight())).containsExactly(projection.right().data);
      after = accuracy(maths, projection.residual(words), ProbeTarget.of(labels));
    }
    Probe probe = probe(stimulus, LAYERS.get(1), "shape");
    assertThat(probe.getBefore()).isEqualTo(accuracy(maths, words, ProbeTarget.of(labels)));
    assertThat(probe.getAfter()).isEqualTo(after);
    assertThat(probe.getShuffled()).isBetween(0.0, probe.getBefore());
  }

  @Test
  void randomVectors_withoutWordsInATopic_areProbedTooAndOnce() {
    String unit = "00000000000000aa";
    annotate("normals", "shape");
    Plan plan = plan(unit, "normals", SourceKind.RANDOM, List.of(0));
    send(topics.plans(), unit, plan);
    send(
        topics.plans(),
        "rate",
        plan("00000000000000bb", "normals", SourceKind.WORD_RATE, List.of(0)));
    producer.flush();
    try (PropertiesStage stage = stage()) {
      await(unit, 2, stage);
    }
    try (PropertiesStage stage = stage()) {
      words("after-normals");
      annotate("after-normals", "shape");
      await("after-normals", 4, stage);
    }
    assertThat(settled(unit)).hasSize(2);
    assertThat(settled("00000000000000bb")).isEmpty();
    FMatrixRMaj all = RandomNormals.of(plan);
    FMatrixRMaj words =
        FMatrixRMaj.wrap(
            WORDS - SKIPPED, WIDTH, Arrays.copyOfRange(all.data, SKIPPED * WIDTH, all.data.length));
    assertThat(probe(unit, 0, "shape").getBefore())
        .isEqualTo(
            accuracy(
                new Probes(LinearAlgebra.ejml(), 1, SETTINGS.probes()),
                words,
                ProbeTarget.of(labels("shape"))));
  }

  private static double accuracy(Probes maths, FMatrixRMaj words, ProbeTarget target) {
    return maths.fit(words, List.of(target)).get(0).probe().accuracy();
  }

  private static PropertySettings settings(RemovalMethod method, boolean shuffled) {
    return new PropertySettings(
        List.of(),
        method,
        Coding.ONE_HOT,
        FoldScheme.contiguous(2),
        0,
        4,
        List.of(1e-1, 10., 1e3),
        new ProbeSettings(4, 4, List.of(1e-2, 1.)),
        shuffled,
        1);
  }

  private PropertiesStage stage() {
    return stage(SETTINGS);
  }

  private PropertiesStage stage(PropertySettings settings) {
    PropertiesStage stage =
        new PropertiesStage(connection, topics, settings, LinearAlgebra.ejml(), 1, state, "w");
    stage.start();
    return stage;
  }

  private static void await(String stimulus, int count, PropertiesStage stage) {
    long start = System.nanoTime();
    // Progress may be read before what it tells of.
    while (settled(stimulus).size() < count || published(stimulus) < done(stimulus)) {
      assertThat(stage.failure()).isNull();
      assertThat(System.nanoTime() - start).as("time for " + stimulus).isLessThan(DEADLINE_NS);
      reader.poll(Duration.ofMillis(50), PropertiesStageIT::take);
    }
  }

  private static void take(ConsumerRecord<byte[], byte[]> message) {
    if (message.topic().equals(topics.removals().name())) {
      removals.add(topics.removals().values().decode(message.value()));
    } else if (message.topic().equals(topics.probes().name())) {
      probes.add(topics.probes().values().decode(message.value()));
    } else {
      progress.add(topics.progress().values().decode(message.value()));
    }
  }

  private static List<Progress> settled(String stimulus) {
    return progress.stream()
        .filter(p -> p.getState() != WorkState.RUNNING)
        .filter(p -> p.getUnit().equals(stimulus))
        .toList();
  }

  private static long done(String stimulus) {
    return settled(stimulus).stream().filter(p -> p.getState() == WorkState.DONE).count();
  }

  /** Pairs of a removal and a probe. */
  private static long published(String stimulus) {
    return Math.min(
        removals.stream().filter(r -> r.getUnit().equals(stimulus)).count(),
        probes.stream().filter(p -> p.getUnit().equals(stimulus)).count());
  }

  private static Removal removal(String unit, int layer, String property) {
    return removals.stream()
        .filter(r -> r.getUnit().equals(unit) && r.getLayer() == layer)
        .filter(r -> r.getProperty().equals(property))
        .findFirst()
        .orElseThrow();
  }

  private static Probe probe(String unit, int layer, String property) {
    return probes.stream()
        .filter(p -> p.getUnit().equals(unit) && p.getLayer() == layer)
        .filter(p -> p.getProperty().equals(property))
        .findFirst()
        .orElseThrow();
  }

  private static void annotate(String stimulus, String... properties) {
    for (int word = 0; word < WORDS; word++) {
      Map<String, String> classes = new HashMap<>();
      for (String property : properties) {
        classes.put(property, property.equals("constant") ? "same" : shape(word));
      }
      send(
          topics.annotations(),
          stimulus,
          new Annotation(stimulus, word, String.join("+", properties), Map.of(), classes, null));
    }
    producer.flush();
  }

  private static void words(String stimulus) {
    String key = stimulus + "@1";
    send(topics.plans(), key, plan(stimulus, stimulus, SourceKind.WEIGHTS, LAYERS));
    for (int word = 0; word < WORDS; word++) {
      int index = word;
      send(
          topics.activations(),
          key,
          word < SKIPPED
              ? new Activation(stimulus, stimulus, 1L, word, List.of(), "no context")
              : new Activation(
                  stimulus,
                  stimulus,
                  1L,
                  word,
                  LAYERS.stream()
                      .map(layer -> Vectors.ofFloats(vector(stimulus, layer, index)))
                      .toList(),
                  null));
    }
    producer.flush();
  }

  private static <V extends SpecificRecord> void send(
      org.entrain.schemas.Topic<V> topic, String key, V event) {
    producer.send(topic, key, event);
  }
}
