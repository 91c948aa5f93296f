package org.entrain.embedding;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.common.Locations;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModels;
import org.entrain.models.text.PassageReader;
import org.entrain.schemas.Topics;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.LoopStage;
import org.entrain.transport.StageThread;
import org.entrain.transport.SteeringReader;
import org.entrain.transport.TopicAdmin;

/**
 * A worker that turns embedding tasks into activations. Workers share the tasks one by one, so any
 * number of them may run, in one process or in many.
 */
public final class EmbeddingStage extends LoopStage {

  /** Share group of all embedding workers. */
  public static final String GROUP = "entrain-embedding";

  private static final long PATIENCE_S = 5;

  private final KafkaConnection connection;
  private final Topics topics;
  private final Supplier<LanguageModels> engine;
  private final Locations locations;
  private final EmbeddingSettings settings;
  private final String workerId;
  private final LongSupplier nanoTime;

  /**
   * @param engine gives the engine, always the same one, and starts it on the first call; the
   *     caller closes it after this stage
   * @param locations brings checkpoints here
   * @param workerId name of this worker, different from all others'
   */
  public EmbeddingStage(
      KafkaConnection connection,
      Topics topics,
      Supplier<LanguageModels> engine,
      Locations locations,
      EmbeddingSettings settings,
      String workerId) {
    this(connection, topics, engine, locations, settings, workerId, System::nanoTime);
  }

  /**
   * @param nanoTime clock of the reports
   */
  EmbeddingStage(
      KafkaConnection connection,
      Topics topics,
      Supplier<LanguageModels> engine,
      Locations locations,
      EmbeddingSettings settings,
      String workerId,
      LongSupplier nanoTime) {
    super(TaskPublisher.STAGE, workerId);
    this.connection = connection;
    this.topics = topics;
    this.engine = engine;
    this.locations = locations;
    this.settings = settings;
    this.workerId = workerId;
    this.nanoTime = nanoTime;
  }

  @Override
  protected void run(StageThread.Signal signal) throws Exception {
    configureGroup();
    ExecutorService executor =
        Executors.newSingleThreadExecutor(work -> daemon(work, name() + "-model"));
    ExecutorService batches =
        Executors.newFixedThreadPool(settings.threads(), work -> daemon(work, name() + "-batch"));
    ModelCache models =
        new ModelCache(
            locations,
            CheckpointFolder::open,
            (folder, listener) -> engine.get().open(folder, listener),
            settings.models(),
            settings.memory());
    try (EventProducer producer = new EventProducer(connection, name());
        DeadLetters deadLetters = new DeadLetters(connection, TaskPublisher.STAGE);
        SteeringReader steering = new SteeringReader(connection, topics, name() + "-steering");
        Stopping stopping = new Stopping(executor, batches, models);
        KafkaShareConsumer<byte[], byte[]> consumer =
            new KafkaShareConsumer<>(
                connection.shareConsumer(name(), GROUP),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topics.embeddingTasks().name()));
      // The native library loads while the group forms.
      Future<?> start = executor.submit(engine::get);
      TaskRunner runner =
          new TaskRunner(
              topics,
              models,
              new PassageReader(settings.batch(), settings.threads(), batches),
              new TaskPublisher(topics, producer, workerId, nanoTime, connection.listener()),
              deadLetters,
              steering.board(),
              settings.deliveries(),
              connection.listener());
      new TaskQueue(
              consumer, executor, runner, steering::poll, settings.lock(), connection.listener())
          .run(signal, start);
    }
  }

  private void configureGroup() {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.configureGroup(
          GROUP,
          Map.of(
              "share.auto.offset.reset",
              "earliest",
              "share.isolation.level",
              "read_committed",
              "share.record.lock.duration.ms",
              Long.toString(settings.lock().toMillis()),
              "share.delivery.count.limit",
              Integer.toString(settings.deliveries())));
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Ends the executor before what its work uses is closed. The models are freed by the executor's
   * own thread, its last work: native memory must not go while a forward pass reads it.
   */
  private record Stopping(ExecutorService executor, ExecutorService batches, ModelCache models)
      implements AutoCloseable {
    @Override
    public void close() throws InterruptedException {
      executor.execute(models::close);
      executor.shutdown();
      executor.awaitTermination(PATIENCE_S, TimeUnit.SECONDS);
      batches.shutdown();
    }
  }
}
