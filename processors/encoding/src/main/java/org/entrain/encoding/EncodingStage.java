package org.entrain.encoding;

import java.nio.file.Path;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.entrain.common.InvalidInputException;
import org.entrain.gathering.FolderLock;
import org.entrain.gathering.GatheringLoop;
import org.entrain.gathering.JobExecutor;
import org.entrain.math.BandSearch;
import org.entrain.math.EncodingEngine;
import org.entrain.math.LinearAlgebra;
import org.entrain.schemas.Topics;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.LoopStage;
import org.entrain.transport.StageThread;
import org.entrain.transport.SteeringBoard;
import org.jspecify.annotations.Nullable;

/**
 * A worker that fits features to recordings. Workers share the partitions of the input topic;
 * recordings, plans and the ledger are read by each.
 *
 * <p>Very large recordings are divided among groups of workers: each group has a share of the
 * voxels of every recording, keeps and fits these alone, and takes all the input.
 *
 * <p>Accounting: a pair of unit's layer and complete recording of its stimulus ends, in every share
 * that has voxels of it, as {@code DONE} with scores or {@code FAILED} with a cause; input records
 * = rows used + rows of settled work + dead letters. Before a fit starts, the noise ceilings of all
 * complete recordings are published. It fails by an {@link InvalidInputException} when another
 * worker has its state folder.
 */
public final class EncodingStage extends LoopStage {

  private static final String GROUP = "entrain-encoding";

  /** Voxels of a record of noise ceilings: 0.8 MB. */
  private static final int CEILINGS_PER_RECORD = 100_000;

  private final KafkaConnection connection;
  private final Topics topics;
  private final EncodingStageSettings settings;
  private final EncodingEngine engine;
  private final Program program;
  private final VoxelShare share;
  private final Path stateFolder;

  /**
   * @param program what the engine belongs to, told with every score
   * @param share which voxels it keeps and fits
   * @param stateFolder this worker's own folder, kept between runs: copies of the recordings and
   *     rows that are being gathered
   * @param workerId name of this worker, different from all others'
   * @throws IllegalArgumentException if it has not all voxels, and settings need them together
   */
  public EncodingStage(
      KafkaConnection connection,
      Topics topics,
      EncodingStageSettings settings,
      EncodingEngine engine,
      Program program,
      VoxelShare share,
      Path stateFolder,
      String workerId) {
    super(Ledger.STAGE, workerId);
    if (!share.all() && settings.needsAllVoxels()) {
      throw new IllegalArgumentException(
          "settings that need all voxels together, and share %s of them".formatted(share.name()));
    }
    this.connection = connection;
    this.topics = topics;
    this.settings = settings;
    this.engine = engine;
    this.program = program;
    this.share = share;
    this.stateFolder = stateFolder;
  }

  /** Consumer group of the workers that have a share of the voxels. */
  public static String group(VoxelShare share) {
    return share.of(GROUP);
  }

  @Override
  protected void run(StageThread.Signal signal) throws Exception {
    Ledger ledger = new Ledger(share);
    SteeringBoard board = new SteeringBoard();
    try (FolderLock lock = FolderLock.take(stateFolder);
        RecordingStore recordings = new RecordingStore(lock.folder().resolve("recordings"), share);
        DeadLetters deadLetters = new DeadLetters(connection, Ledger.STAGE);
        EventProducer producer = new EventProducer(connection, name())) {
      CeilingLedger ceilingLedger = new CeilingLedger(share);
      Ceilings ceilings =
          new Ceilings(
              recordings,
              ceilingLedger,
              board,
              new CeilingPublisher(topics, producer, CEILINGS_PER_RECORD));
      DueWork dueWork = new DueWork(settings, recordings, ledger, board);
      RowInput input = input();
      int permutations = settings.encoding().significance().draws();
      ScoreCodec codec =
          new ScoreCodec(
              settings.hash(),
              settings.voxelsPerScoreRecord(),
              permutations,
              program,
              input.topic().name(),
              share);
      FitPublisher publisher =
          new FitPublisher(topics, producer, codec, share, connection.listener());
      try (Broadcasts broadcasts =
              new Broadcasts(
                  connection,
                  name() + "-broadcast",
                  topics,
                  recordings,
                  ceilingLedger,
                  dueWork,
                  ledger,
                  board,
                  deadLetters);
          Gatherer gatherer = new Gatherer(input, dueWork, lock.folder().resolve("spool"));
          JobExecutor executor = new JobExecutor(name() + "-fit");
          KafkaConsumer<byte[], byte[]> consumer =
              GatheringLoop.consumer(connection, name(), group(share))) {
        EncodingDesk desk =
            new EncodingDesk(
                input,
                broadcasts,
                ledger,
                dueWork,
                gatherer,
                new BaselineFits(dueWork, input.topic().partitions(), settings.zScorePerRun()),
                ceilings,
                deadLetters,
                executor.service(),
                work -> fit(work, recordings.maps(), publisher));
        new GatheringLoop(
                desk,
                consumer,
                input.topic().name(),
                deadLetters,
                executor.service(),
                connection.listener())
            .run(signal);
      }
    }
  }

  private RowInput input() {
    if (settings.pcaComponents() == 0) {
      return new FeatureInput(topics.features(), settings.zScorePerRun());
    }
    return new ActivationInput(
        topics.activations(),
        LinearAlgebra.best(),
        settings.pcaComponents(),
        settings.zScorePerRun());
  }

  private Fit fit(Work work, VoxelMaps maps, FitPublisher publisher) {
    return new Fit(work, engine, settings.encoding(), joint(), maps, publisher);
  }

  private @Nullable WithWordRate joint() {
    @Nullable BandSearch bands = settings.bands();
    return bands == null
        ? null
        : new WithWordRate(engine.banded(), settings.encoding(), bands, settings.zScorePerRun());
  }
}
