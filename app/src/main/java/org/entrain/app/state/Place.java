package org.entrain.app.state;

/**
 * A checkpoint, or a folder of activations, that a state scores.
 *
 * @param kind what the folder holds
 * @param model name of the model
 * @param step training step
 * @param path the folder, absolute, or its URL
 */
public record Place(Source.Kind kind, String model, long step, String path) {

  /** model@step. */
  public String named() {
    return model + "@" + step;
  }
}
