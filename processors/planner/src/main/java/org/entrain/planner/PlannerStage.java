package org.entrain.planner;

import java.nio.file.Path;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.StreamsStage;

/** The planner as a stage of its own. */
public final class PlannerStage extends StreamsStage {

  /** Consumer group of all planners, and name of the application. */
  public static final String APPLICATION = "entrain-planner";

  /**
   * @param stateFolder folder of the planner's stores
   */
  public PlannerStage(
      KafkaConnection connection, Topics topics, PlannerSettings settings, Path stateFolder) {
    super(
        APPLICATION,
        new PlannerTopology(topics, settings, new CheckpointTokenizers()).get(),
        connection,
        stateFolder);
  }
}
