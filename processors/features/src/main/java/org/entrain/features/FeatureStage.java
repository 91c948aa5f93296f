package org.entrain.features;

import java.nio.file.Path;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.StreamsStage;

/** The aggregation of activations into features as a stage of its own. */
public final class FeatureStage extends StreamsStage {

  /** Consumer group of all workers, and name of the application. */
  public static final String APPLICATION = "entrain-features";

  /**
   * @param stateFolder folder of the stage's stores
   */
  public FeatureStage(KafkaConnection connection, Topics topics, Path stateFolder) {
    super(APPLICATION, new FeatureTopology(topics).get(), connection, stateFolder);
  }
}
