package org.entrain.app.run;

import java.util.List;
import org.entrain.app.Refusal;
import org.entrain.app.settings.Settings;
import org.entrain.math.Fold;
import org.entrain.math.Folds;
import org.entrain.math.PenaltyChoice;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.Tr;
import org.entrain.schemas.avro.Checkpoint;

/** Refuses settings that are possible in themselves, but not with the data at hand. */
final class SettingsCheck {

  private SettingsCheck() {}

  /** Folds that the kept TRs can be cut into, with rows to train and to test on in each. */
  static boolean requireFolds(Settings settings, Stimulus stimulus) {
    int[] runOfRow = stimulus.clock().stream().filter(Tr::kept).mapToInt(Tr::run).toArray();
    String folds = settings.values().get("folds");
    int gap = settings.fit().gap();
    List<Fold> outer;
    try {
      outer = Folds.outer(settings.fit().folds(), gap, runOfRow);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          Refusal.fault(
              "--set folds=%s, gap=%d".formatted(folds, gap),
              "folds of %d kept TRs in %d runs".formatted(runOfRow.length, stimulus.runs()),
              "training and test rows in every fold",
              String.valueOf(e.getMessage()),
              "Set other folds, or a smaller gap."));
    }
    PenaltyChoice penalty = settings.fit().penalty();
    int inner = penalty.folds().count();
    int fewest = outer.stream().mapToInt(fold -> fold.train().length).min().orElseThrow();
    try {
      outer.forEach(fold -> Folds.inner(penalty.folds(), penalty.gap(), fold.train(), runOfRow));
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          Refusal.fault(
              "--set inner.folds=" + inner,
              "inner folds of the smallest training set",
              "at most %d, its rows with folds=%s and gap=%d".formatted(fewest, folds, gap),
              Integer.toString(inner),
              "Set fewer inner folds."));
    }
    return true;
  }

  /** Components that every checkpoint's hidden states have. */
  static boolean requireComponents(Settings settings, List<Checkpoint> checkpoints) {
    int components = settings.pcaComponents();
    for (Checkpoint checkpoint : checkpoints) {
      if (components > checkpoint.getHiddenSize()) {
        throw new Refusal(
            Refusal.fault(
                "--set pca=" + components,
                Completion.name(checkpoint),
                "at most %d components, its hidden size".formatted(checkpoint.getHiddenSize()),
                Integer.toString(components),
                "Set fewer components, or none."));
      }
    }
    return true;
  }
}
