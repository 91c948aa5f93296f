package org.entrain.producers.checkpoints;

import java.nio.file.Path;

/**
 * A folder of one checkpoint, weights or activations.
 *
 * @param model name of the model
 * @param step training step
 * @param folder absolute path
 */
public record CheckpointSource(String model, long step, Path folder) {

  /** Key of its events, {@code model@step}. */
  public String key() {
    return model + "@" + step;
  }

  /** Whether the folder is called by its step, as those of a model with several steps are. */
  public boolean inStepFolder() {
    return CheckpointScan.isStepFolder(folder);
  }
}
