package org.entrain.app.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrain.app.Environment;
import org.entrain.app.ExitCodes;
import org.entrain.app.display.ProgressDisplay;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Stage;

/** Publishes everything once to brokers elsewhere; activations as soon as they are planned. */
public final class OutsideReplay {

  private static final long WATCH_MS = 100;

  private final KafkaConnection connection;
  private final Topics topics;
  private final ProgressDisplay display;
  private final StopSignal stop = new StopSignal();

  public OutsideReplay(
      KafkaConnection connection, Topics topics, Environment environment, PrintWriter err) {
    this.connection = connection;
    this.topics = topics;
    display = new ProgressDisplay(environment, err);
  }

  /**
   * Publishes.
   *
   * @return exit code of the process
   * @throws WorkFailure if publishing fails
   */
  public int run(Inputs inputs, Speed speed) {
    return stop.during(closing -> publish(closing, inputs, speed));
  }

  private int publish(Closing closing, Inputs inputs, Speed speed) {
    StreamTracker tracker = new StreamTracker(connection, topics);
    Publishing publishing = new Publishing(connection, topics, tracker, inputs);
    List<Checkpoint> all = new ArrayList<>(inputs.checkpoints());
    all.addAll(Baselines.of(inputs.checkpoints(), inputs.settings()));
    publishing.announce(all);
    try (SteeringDesk desk = new SteeringDesk(connection, topics, System::currentTimeMillis)) {
      desk.readmit(inputs.checkpoints(), inputs.participants());
    }
    List<Stage> stages = new ArrayList<>(publishing.stages(speed));
    stages.add(tracker);
    StageSet threads = closing.add(new StageSet(stages));
    threads.start();
    while (!publishing.idle()) {
      Optional<WorkFailure> failure = threads.failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
      display.show(() -> List.of(publishing.line()));
      if (stop.within(WATCH_MS)) {
        return ExitCodes.INTERRUPTED;
      }
    }
    display.finish(List.of(publishing.line()));
    return ExitCodes.DONE;
  }
}
