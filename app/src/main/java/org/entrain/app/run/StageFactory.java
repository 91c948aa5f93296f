package org.entrain.app.run;

import java.nio.file.Path;
import java.util.Optional;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.StateFolder;
import org.entrain.common.Locations;
import org.entrain.embedding.EmbeddingSettings;
import org.entrain.embedding.EmbeddingStage;
import org.entrain.encoding.EncodingStage;
import org.entrain.encoding.Program;
import org.entrain.features.FeatureStage;
import org.entrain.math.EncodingEngine;
import org.entrain.math.LinearAlgebra;
import org.entrain.planner.PlannerStage;
import org.entrain.properties.PropertiesStage;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Stage;

/** Makes the stages from settings, the same for one process and for many. */
public final class StageFactory {

  private final KafkaConnection connection;
  private final Topics topics;
  private final Settings settings;
  private final StateFolder folder;
  private final Locations locations;
  private final String worker;
  private final String version;

  /**
   * @param folder where stages keep local stores
   * @param locations brings checkpoints here
   * @param worker name of this worker, different from all others'
   * @param version version of the program, which results are to name
   */
  public StageFactory(
      KafkaConnection connection,
      Topics topics,
      Settings settings,
      StateFolder folder,
      Locations locations,
      String worker,
      String version) {
    this.connection = connection;
    this.topics = topics;
    this.settings = settings;
    this.folder = folder;
    this.locations = locations;
    this.worker = worker;
    this.version = version;
  }

  /** Plans units and their tasks. */
  public Stage planner() {
    return new PlannerStage(connection, topics, settings.planner(), locations, stores("planner"));
  }

  /** Turns tasks into activations. */
  public Stage embedding(Engine engine) {
    EmbeddingSettings usual = EmbeddingSettings.defaults();
    return new EmbeddingStage(
        connection,
        topics,
        engine,
        locations,
        new EmbeddingSettings(
            settings.batch(),
            settings.threads(),
            usual.models(),
            settings.modelMemory(),
            usual.lock(),
            usual.deliveries()),
        worker);
  }

  /** Turns activations into rows of features. */
  public Stage features() {
    return new FeatureStage(connection, topics, stores("features"));
  }

  /** Fits features to recordings. */
  public Stage encoding() {
    LinearAlgebra algebra = LinearAlgebra.best();
    return new EncodingStage(
        connection,
        topics,
        settings.encoding(),
        new EncodingEngine(
            algebra, settings.threads(), EncodingEngine.DEFAULT_TILE, settings.encodingMemory()),
        new Program(version, libraries(algebra)),
        stores("encoding"),
        worker);
  }

  /** Removes linguistic properties and probes them; none if the settings ask for none. */
  public Optional<Stage> properties() {
    return Optional.ofNullable(settings.properties())
        .map(
            asked ->
                new PropertiesStage(
                    connection,
                    topics,
                    asked,
                    LinearAlgebra.best(),
                    settings.threads(),
                    stores("properties"),
                    worker));
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
