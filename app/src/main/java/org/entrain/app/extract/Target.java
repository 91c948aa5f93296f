package org.entrain.app.extract;

import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.checkpoints.CheckpointSource;

/**
 * A checkpoint and where its files go: {@code OUT/<model>/step<N>}, or {@code OUT/<model>} where
 * the model is one folder without steps. Scanned as activations, each gives the same model and step
 * again.
 *
 * @param source the checkpoint
 * @param folder where its files go
 */
record Target(CheckpointSource source, Path folder) {

  private static final String STEP = "step";

  /**
   * Targets of all sources.
   *
   * @throws InvalidInputException if a model's folder would be hidden, as unfinished ones are
   */
  static List<Target> of(List<CheckpointSource> sources, Path out) {
    return sources.stream()
        .map(
            source -> {
              requireVisible(source);
              Path model = out.resolve(source.model());
              boolean alone =
                  sources.stream().filter(s -> s.model().equals(source.model())).count() == 1;
              boolean stepless = source.step() == 0 && alone && !source.inStepFolder();
              return new Target(source, stepless ? model : model.resolve(STEP + source.step()));
            })
        .toList();
  }

  /** For people: model@step. */
  String name() {
    return source.key();
  }

  /** Where its files lie until all are whole. A scan for activations passes over it. */
  Path partial() {
    return folder.resolveSibling("." + folder.getFileName() + ".part");
  }

  private static void requireVisible(CheckpointSource source) {
    if (source.model().startsWith(".")) {
      throw new InvalidInputException(
          source.location().text(),
          "name of the model",
          "no . in front",
          "'" + source.model() + "'",
          "Name it by NAME=DIR.");
    }
  }
}
