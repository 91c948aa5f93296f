package org.entrain.app.run;

import java.util.ArrayList;
import java.util.List;
import org.entrain.app.Refusal;
import org.entrain.app.state.Source;
import org.entrain.producers.checkpoints.Announcements;
import org.entrain.producers.checkpoints.CheckpointScan;
import org.entrain.producers.checkpoints.CheckpointSource;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.schemas.avro.Checkpoint;
import org.jspecify.annotations.Nullable;

/** Opens and checks the checkpoints and activations that sources hold. */
public final class CheckpointCheck {

  private final Stimulus stimulus;

  public CheckpointCheck(Stimulus stimulus) {
    this.stimulus = stimulus;
  }

  /**
   * Everything the sources hold, ready to announce, by model and step.
   *
   * @throws Refusal that names the faults of all of them
   */
  public List<Checkpoint> all(List<Source> sources) {
    List<CheckpointSource> models = CheckpointScan.find(arguments(sources, Source.Kind.MODELS));
    List<CheckpointSource> activations =
        CheckpointScan.findActivations(arguments(sources, Source.Kind.ACTIVATIONS));
    List<CheckpointSource> both = new ArrayList<>(models);
    both.addAll(activations);
    if (both.isEmpty()) {
      throw new Refusal(
          Refusal.fault(
              "--models",
              "folder",
              "at least one folder of checkpoints",
              "none",
              "Name one with --models DIR, or activations with --activations DIR."));
    }
    CheckpointScan.requireDistinct(both);
    FaultList faults = new FaultList();
    List<Checkpoint> checked = new ArrayList<>();
    for (CheckpointSource source : models) {
      add(checked, faults.attempt(() -> Announcements.weights(source)));
    }
    for (CheckpointSource source : activations) {
      add(checked, faults.attempt(() -> Announcements.activations(source, stimulus)));
    }
    return faults.require(checked);
  }

  /** Refuses layers that a checkpoint does not have. */
  public static boolean requireLayers(List<Checkpoint> checkpoints, List<Integer> layers) {
    int largest = layers.isEmpty() ? 0 : layers.get(layers.size() - 1);
    for (Checkpoint checkpoint : checkpoints) {
      if (largest >= checkpoint.getLayers()) {
        throw new Refusal(
            Refusal.fault(
                "--layers",
                checkpoint.getModel() + "@" + checkpoint.getStep(),
                "hidden states from 0 to " + (checkpoint.getLayers() - 1),
                Integer.toString(largest),
                "Ask for layers that every checkpoint has."));
      }
    }
    return true;
  }

  private static void add(List<Checkpoint> checked, @Nullable Checkpoint checkpoint) {
    if (checkpoint != null) {
      checked.add(checkpoint);
    }
  }

  private static List<String> arguments(List<Source> sources, Source.Kind kind) {
    return sources.stream().filter(s -> s.kind() == kind).map(Source::argument).toList();
  }
}
