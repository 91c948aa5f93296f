package org.entrain.app.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.StateFolder;
import org.entrain.common.Locations;
import org.entrain.embedding.EmbeddingSettings;
import org.entrain.embedding.EmbeddingStage;
import org.entrain.encoding.EncodingStage;
import org.entrain.encoding.Program;
import org.entrain.encoding.VoxelShare;
import org.entrain.features.FeatureStage;
import org.entrain.math.EncodingEngine;
import org.entrain.math.LinearAlgebra;
import org.entrain.monitoring.Monitor;
import org.entrain.monitoring.StageInput;
import org.entrain.planner.PlannerStage;
import org.entrain.properties.PropertiesStage;
import org.entrain.results.ResultBatch;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultsWorker;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Stage;

/** Makes the stages from settings, the same for one process and for many, each watched. */
public final class StageFactory {

  private static final String PLANNER = "planner";
  private static final String EMBEDDING = "embedding";
  private static final String FEATURES = "features";
  private static final String ENCODING = "encoding";
  private static final String PROPERTIES = "properties";

  private final KafkaConnection connection;
  private final Topics topics;
  private final Settings settings;
  private final StateFolder folder;
  private final Locations locations;
  private final String worker;
  private final String version;
  private final Monitor monitor;

  /**
   * @param folder where stages keep local stores
   * @param locations brings checkpoints here
   * @param worker name of this worker, different from all others'
   * @param version version of the program, which results are to name
   * @param monitor watches the stages
   */
  public StageFactory(
      KafkaConnection connection,
      Topics topics,
      Settings settings,
      StateFolder folder,
      Locations locations,
      String worker,
      String version,
      Monitor monitor) {
    this.connection = connection;
    this.topics = topics;
    this.settings = settings;
    this.folder = folder;
    this.locations = locations;
    this.worker = worker;
    this.version = version;
    this.monitor = monitor;
  }

  /** Plans units and their tasks. */
  public Stage planner() {
    return watched(
        PLANNER,
        StageInput.ofGroup(
            PlannerStage.APPLICATION, topics.words(), topics.clock(), topics.checkpoints()),
        heard -> new PlannerStage(heard, topics, settings.planner(), locations, stores(PLANNER)));
  }

  /** Turns tasks into activations by an engine, which is closed after the stage. */
  public Stage embedding(Closing closing) {
    EmbeddingSettings usual = EmbeddingSettings.defaults();
    EmbeddingSettings asked =
        new EmbeddingSettings(
            settings.batch(),
            settings.threads(),
            usual.models(),
            settings.modelMemory(),
            usual.lock(),
            usual.deliveries());
    Engine engine =
        closing.add(new Engine(settings.modelMemory(), monitor.listener(EMBEDDING)::operations));
    return watched(
        EMBEDDING,
        StageInput.ofShareGroup(EmbeddingStage.GROUP, topics.embeddingTasks()).inPieces(),
        heard -> new EmbeddingStage(heard, topics, engine, locations, asked, worker));
  }

  /** Turns activations into rows of features. */
  public Stage features() {
    return watched(
        FEATURES,
        StageInput.ofGroup(FeatureStage.APPLICATION, topics.plans(), topics.activations()),
        heard -> new FeatureStage(heard, topics, stores(FEATURES)));
  }

  /**
   * Fits features to recordings.
   *
   * @param share which of the recordings' voxels
   */
  public Stage encoding(VoxelShare share) {
    LinearAlgebra algebra = algebra(ENCODING);
    EncodingEngine engine =
        new EncodingEngine(
            algebra, settings.threads(), EncodingEngine.DEFAULT_TILE, settings.encodingMemory());
    Program program = new Program(version, libraries(algebra));
    return watched(
        ENCODING,
        StageInput.ofGroup(
                EncodingStage.group(share),
                settings.pcaComponents() == 0 ? topics.features() : topics.activations())
            .inPieces(),
        heard ->
            new EncodingStage(
                heard,
                topics,
                settings.encoding(),
                engine,
                program,
                share,
                stores(ENCODING),
                worker));
  }

  /** Removes linguistic properties and probes them; none if the settings ask for none. */
  public Optional<Stage> properties() {
    return Optional.ofNullable(settings.properties())
        .map(
            asked ->
                watched(
                    PROPERTIES,
                    StageInput.ofGroup(PropertiesStage.GROUP, topics.activations()).inPieces(),
                    heard ->
                        new PropertiesStage(
                            heard,
                            topics,
                            asked,
                            algebra(PROPERTIES),
                            settings.threads(),
                            stores(PROPERTIES),
                            worker)));
  }

  /**
   * Brings results into a store.
   *
   * @param committed told of every batch after it is committed, on the stage's thread
   */
  public Stage results(ResultStore store, Consumer<ResultBatch> committed) {
    monitor.ask("the database of results", () -> store.queries().settings());
    Consumer<ResultBatch> counted = batch -> monitor.stored(batch.events().size());
    return watched(
        ResultsWorker.NAME,
        StageInput.ofItsOwn(ResultsWorker.inputs(topics)),
        heard -> new ResultsWorker(heard, topics, store.sink(), counted.andThen(committed)));
  }

  private Stage watched(String name, StageInput input, Function<KafkaConnection, Stage> make) {
    Stage stage = make.apply(connection.heardBy(monitor.listener(name)));
    monitor.watch(name, stage, input);
    return stage;
  }

  private LinearAlgebra algebra(String stage) {
    return LinearAlgebra.counted(LinearAlgebra.best(), monitor.listener(stage)::operations);
  }

  /** What scores depend on; of models' libraries the embedding worker's process knows alone. */
  private static String libraries(LinearAlgebra algebra) {
    return "%s, JDK %s, %s %s"
        .formatted(
            algebra.name(),
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  private Path stores(String stage) {
    return folder.stage(stage);
  }
}
