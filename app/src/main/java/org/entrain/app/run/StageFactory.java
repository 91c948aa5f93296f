package org.entrain.app.run;

import java.nio.file.Path;
import java.util.Optional;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.StateFolder;
import org.entrain.embedding.EmbeddingSettings;
import org.entrain.embedding.EmbeddingStage;
import org.entrain.encoding.EncodingStage;
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
  private final String worker;

  /**
   * @param folder where stages keep local stores
   * @param worker name of this worker, different from all others'
   */
  public StageFactory(
      KafkaConnection connection,
      Topics topics,
      Settings settings,
      StateFolder folder,
      String worker) {
    this.connection = connection;
    this.topics = topics;
    this.settings = settings;
    this.folder = folder;
    this.worker = worker;
  }

  /** Plans units and their tasks. */
  public Stage planner() {
    return new PlannerStage(connection, topics, settings.planner(), stores("planner"));
  }

  /** Turns tasks into activations. */
  public Stage embedding(Engine engine) {
    EmbeddingSettings usual = EmbeddingSettings.defaults();
    return new EmbeddingStage(
        connection,
        topics,
        engine,
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
    return new EncodingStage(
        connection,
        topics,
        settings.encoding(),
        new EncodingEngine(
            LinearAlgebra.best(),
            settings.threads(),
            EncodingEngine.DEFAULT_TILE,
            settings.encodingMemory()),
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

  private Path stores(String stage) {
    return folder.stage(stage);
  }
}
