package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.common.Locations;
import org.entrain.models.LanguageModels;
import org.entrain.models.text.Passage;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.SteeringBoard;
import org.entrain.transport.TopicAdmin;

/** A broker and its topics in the words of the embedding stage. */
final class Queue implements AutoCloseable {

  static final EmbeddingSettings SETTINGS =
      new EmbeddingSettings(4, 2, 1, Long.MAX_VALUE, Duration.ofMillis(1500), 3);
  static final int WINDOWS = 10;

  private static final int CONTEXT = 5;
  private static final long DEADLINE_NS = Duration.ofSeconds(60).toNanos();

  private final Topics topics = new Topics(2);
  private final KafkaConnection connection;
  private final EmbeddedBroker broker;
  private final EventProducer producer;
  private final BroadcastReader reader;
  private final List<Progress> progress = new ArrayList<>();
  private final List<Activation> activations = new ArrayList<>();
  private final List<Perplexity> perplexities = new ArrayList<>();
  private final List<EmbeddingTask> held = new ArrayList<>();
  private final SteeringBoard commands = new SteeringBoard();
  private long workers;

  Queue(Path folder) {
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
            List.of(
                topics.progress(),
                topics.activations(),
                topics.perplexities(),
                topics.heldTasks()));
  }

  /** Windows of random tokens; every second window ends a word. */
  static EmbeddingTask task(String unit, Path checkpoint, String identity, int task) {
    int[] tokens = new Random(task).ints(CONTEXT + WINDOWS, 0, TinyCheckpoint.VOCABULARY).toArray();
    int[] words = IntStream.range(0, WINDOWS / 2).map(i -> task * WINDOWS / 2 + i).toArray();
    return EmbeddingTask.newBuilder()
        .setUnit(unit)
        .setModel("model-" + unit)
        .setStep(7)
        .setLocation(checkpoint.toString())
        .setIdentity(identity)
        .setLayers(List.of(0, 1))
        .setContext(CONTEXT)
        .setTask(task)
        .setTasks(8)
        .setFirstEnd(CONTEXT + task * WINDOWS)
        .setTokens(Vectors.ofInts(tokens))
        .setWindows(WINDOWS)
        .setWords(Vectors.ofInts(words))
        .setWordWindows(Vectors.ofInts(IntStream.range(0, words.length).map(i -> 2 * i).toArray()))
        .setScoredTokens(8 * WINDOWS)
        .build();
  }

  /** The task of a passage. */
  static EmbeddingTask task(
      String unit, Path checkpoint, String identity, int task, Passage passage) {
    return EmbeddingTask.newBuilder(task(unit, checkpoint, identity, task))
        .setContext(passage.firstLength())
        .setFirstEnd(passage.firstEnd())
        .setTokens(Vectors.ofInts(passage.tokens()))
        .setWindows(passage.windows())
        .setBegins(Vectors.ofInts(passage.begins()))
        .setWords(Vectors.ofInts(passage.words()))
        .setWordWindows(Vectors.ofInts(passage.wordWindows()))
        .setWordTokens(Vectors.ofInts(passage.wordTokens()))
        .build();
  }

  EmbeddingStage start(Supplier<LanguageModels> engine) {
    return start(engine, System::nanoTime);
  }

  EmbeddingStage start(Supplier<LanguageModels> engine, LongSupplier nanoTime) {
    return start(engine, Locations.local(), nanoTime);
  }

  EmbeddingStage start(
      Supplier<LanguageModels> engine, Locations locations, LongSupplier nanoTime) {
    EmbeddingStage stage =
        new EmbeddingStage(
            connection, topics, engine, locations, SETTINGS, "w" + workers++, nanoTime);
    stage.start();
    return stage;
  }

  void publish(EmbeddingTask task) {
    producer.send(topics.embeddingTasks(), TaskPublisher.name(task), task);
    producer.flush();
  }

  /** Says what is wanted of a unit's checkpoint; later than everything said before. */
  void steer(EmbeddingTask task, WantedState state) {
    Steering wanted = commands.next(SteeringTarget.CHECKPOINT, TaskPublisher.name(task), state, 0);
    commands.accept(wanted);
    producer.send(topics.steering(), SteeringBoard.key(wanted), wanted);
    producer.flush();
  }

  /** Tasks of a unit that were handed over so far. */
  List<EmbeddingTask> held(String unit) {
    return held.stream().filter(task -> task.getUnit().equals(unit)).toList();
  }

  void poison(byte[] value) throws InterruptedException, ExecutionException {
    try (KafkaProducer<byte[], byte[]> raw =
        new KafkaProducer<>(
            connection.producer("poison"), new ByteArraySerializer(), new ByteArraySerializer())) {
      raw.send(new ProducerRecord<>(topics.embeddingTasks().name(), value)).get();
    }
  }

  /** Takes the next task so many times and gives it back. */
  void release(int times) {
    try (KafkaShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(
            connection.shareConsumer("releasing", EmbeddingStage.GROUP),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topics.embeddingTasks().name()));
      int[] released = {0};
      await(
          times + " releases",
          () -> {
            for (ConsumerRecord<byte[], byte[]> task : consumer.poll(Duration.ofMillis(200))) {
              consumer.acknowledge(task, AcknowledgeType.RELEASE);
              consumer.commitSync();
              released[0]++;
            }
            return released[0] >= times;
          });
    }
  }

  /** Waits until a task has so many states and returns the last of them. */
  Progress awaitState(EmbeddingTask task, int times, EmbeddingStage... stages) {
    await(
        "%d states of %s/%d".formatted(times, task.getUnit(), task.getTask()),
        () -> states(task).size() >= times,
        stages);
    return states(task).get(times - 1);
  }

  void await(String what, BooleanSupplier condition, EmbeddingStage... stages) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      for (EmbeddingStage stage : stages) {
        assertThat(stage.failure()).isNull();
      }
      assertThat(System.nanoTime() - start).as("time for " + what).isLessThan(DEADLINE_NS);
      reader.poll(Duration.ofMillis(50), this::take);
    }
  }

  /** Every state of the unit's tasks so far. */
  List<Progress> states(String unit) {
    return progress.stream().filter(p -> p.getUnit().equals(unit)).toList();
  }

  List<Activation> activations(String unit) {
    return activations.stream().filter(a -> a.getUnit().equals(unit)).toList();
  }

  List<Perplexity> perplexities(String unit) {
    return perplexities.stream().filter(p -> p.getUnit().equals(unit)).toList();
  }

  /** Dead letters of the queue that are tasks. */
  List<EmbeddingTask> deadTasks() {
    List<EmbeddingTask> tasks = new ArrayList<>();
    for (byte[] letter : deadLetters()) {
      try {
        tasks.add(topics.embeddingTasks().values().decode(letter));
      } catch (SerializationException e) {
        assertThat(letter).as("a poison of a test").hasSizeLessThan(10);
      }
    }
    return tasks;
  }

  List<byte[]> deadLetters() {
    TopicPartition place = new TopicPartition(topics.embeddingTasks().deadLetters(), 0);
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

  private List<Progress> states(EmbeddingTask task) {
    return states(task.getUnit()).stream()
        .filter(p -> p.getPart().equals(Integer.toString(task.getTask())))
        .toList();
  }

  private void take(ConsumerRecord<byte[], byte[]> message) {
    if (message.topic().equals(topics.progress().name())) {
      progress.add(topics.progress().values().decode(message.value()));
    } else if (message.topic().equals(topics.activations().name())) {
      activations.add(topics.activations().values().decode(message.value()));
    } else if (message.topic().equals(topics.heldTasks().name())) {
      held.add(topics.heldTasks().values().decode(message.value()));
    } else {
      perplexities.add(topics.perplexities().values().decode(message.value()));
    }
  }
}
