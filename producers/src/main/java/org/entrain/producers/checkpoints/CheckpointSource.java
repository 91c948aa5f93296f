package org.entrain.producers.checkpoints;

import org.entrain.common.Location;

/**
 * A folder of one checkpoint, weights or activations.
 *
 * @param model name of the model
 * @param step training step
 * @param location where the folder lies
 */
public record CheckpointSource(String model, long step, Location location) {

  /** Key of its events, {@code model@step}. */
  public String key() {
    return model + "@" + step;
  }

  /** Whether the folder is called by its step, as those of a model with several steps are. */
  public boolean inStepFolder() {
    return CheckpointScan.isStepFolder(location);
  }
}
