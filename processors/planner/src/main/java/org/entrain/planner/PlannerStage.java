package org.entrain.planner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.entrain.common.Locations;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Plan;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.StreamsStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The planner as a stage of its own. */
public final class PlannerStage extends StreamsStage {

  /** Consumer group of all planners, and name of the application. */
  public static final String APPLICATION = "entrain-planner";

  private static final Logger LOG = LoggerFactory.getLogger(PlannerStage.class);

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
        new PlannerTopology(
            topics, settings, new CheckpointTokenizers(locations), () -> plans(connection, topics)),
        connection,
        stateFolder);
  }

  private static List<Plan> plans(KafkaConnection connection, Topics topics) {
    List<Plan> plans = new ArrayList<>();
    try (BroadcastReader reader =
        new BroadcastReader(connection, APPLICATION + "-plans", List.of(topics.plans()))) {
      reader.readToEnd(
          message -> {
            try {
              plans.add(topics.plans().values().decode(message.value()));
            } catch (SerializationException e) {
              LOG.warn("{}@{} is no plan", message.topic(), message.offset());
            }
          });
    }
    return plans;
  }
}
