package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.math.Design;
import org.entrain.math.EncodingEngine;
import org.entrain.math.EncodingScores;
import org.entrain.math.EncodingSettings;
import org.entrain.math.FoldScheme;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.PreparedDesign;
import org.entrain.math.VoxelSource;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.Volume;
import org.entrain.schemas.avro.VoxelMap;
import org.entrain.schemas.avro.WantedState;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.SteeringBoard;
import org.entrain.transport.TopicAdmin;
import org.jspecify.annotations.Nullable;

/** A broker and its topics in the words of the encoding stage. */
final class StreamFixture implements AutoCloseable {

  static final EncodingSettings FIT =
      EncodingSettings.protocol(
          FoldScheme.contiguous(3), 1, PenaltyChoice.protocol(PenaltyChoice.powersOfTen(-2, 3), 3));

  /** Blocks of 4 voxels: recordings of 7 need two score records. */
  static final EncodingStageSettings SETTINGS =
      new EncodingStageSettings("test", FIT, 0, false, List.of(0), 4);

  private static final long DEADLINE_NS = Duration.ofSeconds(60).toNanos();

  final EncodingEngine engine = new EncodingEngine(LinearAlgebra.ejml(), 1);
  final Topics topics = new Topics(2);
  final KafkaConnection connection;
  private final EmbeddedBroker broker;
  private final EventProducer producer;
  private final BroadcastReader reader;
  private final List<Progress> progress = new ArrayList<>();
  private final List<Score> scores = new ArrayList<>();
  private final List<NoiseCeiling> ceilings = new ArrayList<>();
  private final SteeringBoard commands = new SteeringBoard();
  private long workers;

  StreamFixture(Path folder) {
    broker = new EmbeddedBroker(folder, 0);
    connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.create(topics, (short) 1);
    }
    producer = new EventProducer(connection, "test");
    reader =
        new BroadcastReader(
            connection,
            "test",
            List.of(topics.scores(), topics.progress(), topics.noiseCeilings()));
  }

  EncodingStage start(EncodingStageSettings settings, Path state) {
    return start(settings, VoxelShare.ALL, state);
  }

  EncodingStage start(EncodingStageSettings settings, VoxelShare share, Path state) {
    EncodingStage stage =
        new EncodingStage(
            connection, topics, settings, engine, Program.UNKNOWN, share, state, "w" + workers++);
    stage.start();
    return stage;
  }

  void plan(SimulatedUnit unit) {
    publish(unit.name(), unit.plan());
  }

  void publish(String key, Plan plan) {
    producer.send(topics.plans(), key, plan);
    producer.flush();
  }

  void publish(Removal removal) {
    String key = "%s@%d/%d".formatted(removal.getModel(), removal.getStep(), removal.getLayer());
    producer.send(topics.removals(), key + "/" + removal.getProperty(), removal);
    producer.flush();
  }

  void rows(SimulatedUnit unit, int from, int to) {
    IntStream.range(from, to)
        .forEach(row -> producer.send(topics.features(), unit.featureKey(), unit.row(row)));
    producer.flush();
  }

  void publish(SimulatedUnit unit) {
    plan(unit);
    rows(unit, 0, SimulatedUnit.ROWS);
  }

  void words(SimulatedUnit unit) {
    plan(unit);
    IntStream.range(0, SimulatedUnit.ROWS)
        .forEach(word -> producer.send(topics.activations(), unit.name(), unit.word(word)));
    producer.flush();
  }

  void publish(SimulatedRecording recording) {
    recording
        .volumes()
        .forEach(v -> producer.send(topics.recordings(), recording.participant(), v));
    producer.flush();
  }

  void publish(SimulatedRecording recording, VoxelMap map) {
    recording
        .volumes(1 << map.getKind().ordinal())
        .forEach(v -> producer.send(topics.recordings(), recording.participant(), v));
    producer.flush();
  }

  void publish(Volume volume) {
    producer.send(topics.recordings(), volume.getParticipant(), volume);
    producer.flush();
  }

  void publish(VoxelMap map) {
    producer.send(topics.voxelMaps(), map.getParticipant(), map);
    producer.flush();
  }

  /** Says what is wanted of a checkpoint or a participant; later than everything said before. */
  void steer(SteeringTarget target, String name, WantedState state) {
    Steering wanted = commands.next(target, name, state, 0);
    commands.accept(wanted);
    producer.send(topics.steering(), SteeringBoard.key(wanted), wanted);
    producer.flush();
  }

  /** Writes bytes that are no event to where the unit's rows stand. */
  void poison(SimulatedUnit unit, byte[] value) throws InterruptedException, ExecutionException {
    try (KafkaProducer<byte[], byte[]> raw =
        new KafkaProducer<>(
            connection.producer("poison"), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] key = unit.featureKey().getBytes(StandardCharsets.UTF_8);
      raw.send(new ProducerRecord<>(topics.features().name(), key, value)).get();
    }
  }

  /** What the engine makes of the simulated runs. */
  EncodingScores expected(Design design, SimulatedRecording recording) {
    try (PreparedDesign prepared = engine.prepare(design, SimulatedUnit.runs(), FIT)) {
      return prepared.score(VoxelSource.of(recording.y()));
    }
  }

  /** Waits for the first settled state of a fit and returns it. */
  Progress settled(SimulatedUnit unit, String participant, EncodingStage... stages) {
    awaitHistory(unit, participant, 1, stages);
    return history(unit, participant).get(0);
  }

  /** Waits until a fit was settled so many times. */
  void awaitHistory(SimulatedUnit unit, String participant, int times, EncodingStage... stages) {
    long start = System.nanoTime();
    while (history(unit, participant).size() < times) {
      for (EncodingStage stage : stages) {
        assertThat(stage.failure()).isNull();
      }
      assertThat(System.nanoTime() - start)
          .as("time for %s against %s", unit.unit(), participant)
          .isLessThan(DEADLINE_NS);
      read();
    }
  }

  /** Waits until a fit has begun. */
  void awaitBegun(SimulatedUnit unit, String participant, EncodingStage stage) {
    long start = System.nanoTime();
    while (progress.stream()
        .noneMatch(
            p ->
                p.getUnit().equals(unit.unit())
                    && p.getPart().endsWith("/" + participant)
                    && p.getState() == WorkState.RUNNING)) {
      assertThat(stage.failure()).isNull();
      assertThat(System.nanoTime() - start).as("time for a fit to begin").isLessThan(DEADLINE_NS);
      read();
    }
  }

  /** Waits until a stage has failed. */
  @Nullable Throwable failure(EncodingStage stage) {
    long start = System.nanoTime();
    while (stage.failure() == null && System.nanoTime() - start < DEADLINE_NS) {
      read();
    }
    return stage.failure();
  }

  /** Waits for a fit to be done. */
  void done(SimulatedUnit unit, String participant, EncodingStage... stages) {
    assertThat(settled(unit, participant, stages).getState()).isEqualTo(WorkState.DONE);
  }

  /** Every settled state of a fit so far. */
  List<Progress> history(SimulatedUnit unit, String participant) {
    return progress.stream()
        .filter(p -> p.getState() != WorkState.RUNNING)
        .filter(p -> p.getUnit().equals(unit.unit()))
        .filter(p -> p.getPart().endsWith("/" + participant))
        .toList();
  }

  /** Score records of a fit so far. */
  List<Score> scores(SimulatedUnit unit, String participant) {
    return scores.stream()
        .filter(s -> s.getUnit().equals(unit.unit()) && s.getParticipant().equals(participant))
        .toList();
  }

  /** Waits for so many score records of a fit's variants: progress may be read before them. */
  List<Score> awaitScores(SimulatedUnit unit, String participant, int count, EncodingStage stage) {
    long start = System.nanoTime();
    while (scores(unit, participant).size() < count) {
      assertThat(stage.failure()).isNull();
      assertThat(System.nanoTime() - start).as("time for scores").isLessThan(DEADLINE_NS);
      read();
    }
    return scores(unit, participant);
  }

  /** Noise ceilings of a stimulus so far, one record each. */
  List<NoiseCeiling> ceilings(String stimulus) {
    return ceilings.stream().filter(c -> c.getStimulus().equals(stimulus)).toList();
  }

  /** Waits for so many noise ceilings of a stimulus. */
  List<NoiseCeiling> awaitCeilings(String stimulus, int count, EncodingStage stage) {
    long start = System.nanoTime();
    while (ceilings(stimulus).size() < count) {
      assertThat(stage.failure()).isNull();
      assertThat(System.nanoTime() - start).as("time for ceilings").isLessThan(DEADLINE_NS);
      read();
    }
    return ceilings(stimulus);
  }

  /** Values of the dead letters of the features. */
  List<byte[]> deadLetters() {
    TopicPartition place = new TopicPartition(topics.features().deadLetters(), 0);
    List<byte[]> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.consumer("dlq"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(place));
      consumer.seekToBeginning(List.of(place));
      long end = consumer.endOffsets(List.of(place)).get(place);
      while (consumer.position(place) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(letter -> values.add(letter.value()));
      }
    }
    return values;
  }

  @Override
  public void close() {
    reader.close();
    producer.close();
    broker.close();
  }

  private void read() {
    reader.poll(Duration.ofMillis(50), this::take);
  }

  private void take(ConsumerRecord<byte[], byte[]> message) {
    if (message.topic().equals(topics.scores().name())) {
      scores.add(topics.scores().values().decode(message.value()));
    } else if (message.topic().equals(topics.noiseCeilings().name())) {
      ceilings.add(topics.noiseCeilings().values().decode(message.value()));
    } else {
      progress.add(topics.progress().values().decode(message.value()));
    }
  }
}
