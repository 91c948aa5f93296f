package org.entrain.properties;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.entrain.gathering.FolderLock;
import org.entrain.gathering.GatheringLoop;
import org.entrain.gathering.Gathers;
import org.entrain.gathering.JobExecutor;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.properties.Probes;
import org.entrain.schemas.Topics;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.LoopStage;
import org.entrain.transport.StageThread;
import org.entrain.transport.SteeringBoard;

/**
 * A worker that removes linguistic properties from representations and probes them. Workers share
 * the partitions of the activations; annotations, plans and the ledger are read by each.
 *
 * <p>Accounting: a triple of unit, layer and property ends as {@code DONE} with a removal and a
 * probe, or {@code FAILED} with a cause.
 */
public final class PropertiesStage extends LoopStage {

  /** Consumer group of all properties workers. */
  public static final String GROUP = "entrain-properties";

  private final KafkaConnection connection;
  private final Topics topics;
  private final PropertySettings settings;
  private final LinearAlgebra algebra;
  private final int threads;
  private final Path stateFolder;

  /**
   * @param threads threads of a job
   * @param stateFolder this worker's own folder
   * @param workerId name of this worker, different from all others'
   */
  public PropertiesStage(
      KafkaConnection connection,
      Topics topics,
      PropertySettings settings,
      LinearAlgebra algebra,
      int threads,
      Path stateFolder,
      String workerId) {
    super(PropertyLedger.STAGE, workerId);
    this.connection = connection;
    this.topics = topics;
    this.settings = settings;
    this.algebra = algebra;
    this.threads = threads;
    this.stateFolder = stateFolder;
  }

  @Override
  protected void run(StageThread.Signal signal) throws Exception {
    PropertyLedger ledger = new PropertyLedger();
    AnnotationStore annotations = new AnnotationStore(settings);
    SteeringBoard board = new SteeringBoard();
    DueProperties due = new DueProperties(annotations, ledger, settings, board);
    try (FolderLock lock = FolderLock.take(stateFolder);
        DeadLetters deadLetters = new DeadLetters(connection, PropertyLedger.STAGE);
        EventProducer producer = new EventProducer(connection, name());
        BroadcastReader reader =
            new BroadcastReader(
                connection,
                name() + "-broadcast",
                List.of(
                    topics.annotations(),
                    topics.plans(),
                    topics.checkpoints(),
                    topics.steering(),
                    topics.progress()));
        Gathers gathers = new Gathers(lock.folder().resolve("spool"), due::shape);
        JobExecutor executor = new JobExecutor(name() + "-job");
        KafkaConsumer<byte[], byte[]> consumer =
            GatheringLoop.consumer(connection, name(), GROUP)) {
      Probes probes = new Probes(algebra, threads, settings.probes());
      PropertyPublisher publisher =
          new PropertyPublisher(topics, producer, settings, due, connection.listener());
      PropertiesDesk desk =
          new PropertiesDesk(
              topics,
              reader,
              annotations,
              ledger,
              due,
              board,
              gathers,
              deadLetters,
              work -> new PropertyJob(work, settings, algebra, probes, publisher));
      new GatheringLoop(
              desk,
              consumer,
              topics.activations().name(),
              deadLetters,
              executor.service(),
              connection.listener())
          .run(signal);
    }
  }
}
