package org.entrain.planner;

import java.nio.file.Path;
import org.entrain.common.Locations;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.StreamsStage;

/** The planner as a stage of its own. */
public final class PlannerStage extends StreamsStage {

  private static final String APPLICATION = "entrain-planner";

  /**
   * @param locations brings tokenizers here
   * @param stateFolder folder of the planner's stores
   */
  public PlannerStage(
      KafkaConnection connection,
      Topics topics,
      PlannerSettings settings,
      Locations locations,
      Path stateFolder) {
    super(
        APPLICATION,
        new PlannerTopology(topics, settings, new CheckpointTokenizers(locations)).get(),
        connection,
        stateFolder);
  }
}
