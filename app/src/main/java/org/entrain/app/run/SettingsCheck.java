package org.entrain.app.run;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entrain.app.Refusal;
import org.entrain.app.run.Inputs.RecordingSize;
import org.entrain.app.settings.Settings;
import org.entrain.math.Fold;
import org.entrain.math.Folds;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.PenaltyScope;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.Tr;
import org.entrain.schemas.avro.Checkpoint;

/** Refuses settings that are possible in themselves, but not with the data at hand. */
final class SettingsCheck {

  /** r of one row is 0, and that of two is −1, 0 or 1, whatever a model predicts. */
  private static final int FEWEST_TEST_ROWS = 3;

  private SettingsCheck() {}

  /**
   * Outer and inner folds that the kept TRs can be cut into, with rows to fit and to predict in
   * each, and test rows in each that have an r and that a permutation can move.
   */
  static boolean requireFolds(Settings settings, Stimulus stimulus) {
    int[] runOfRow = runOfRow(stimulus);
    List<Fold> outer = outer(settings, runOfRow);
    requireTestRows(settings, outer);
    requireInner(settings, runOfRow, outer);
    PermutationCheck.require(settings, runOfRow, outer);
    return true;
  }

  /** Run of every kept TR. */
  static int[] runOfRow(Stimulus stimulus) {
    return stimulus.clock().stream().filter(Tr::kept).mapToInt(Tr::run).toArray();
  }

  private static List<Fold> outer(Settings settings, int[] runOfRow) {
    try {
      return Folds.outer(settings.fit().folds(), settings.fit().gap(), runOfRow);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          Refusal.fault(
              set(settings, "folds", "gap"),
              "folds of %d kept TRs in %d runs"
                  .formatted(runOfRow.length, IntStream.of(runOfRow).distinct().count()),
              "training and test rows in every fold",
              String.valueOf(e.getMessage()),
              "Set other folds, or a smaller gap."));
    }
  }

  private static void requireTestRows(Settings settings, List<Fold> outer) {
    List<Fold> few = outer.stream().filter(fold -> fold.test().length < FEWEST_TEST_ROWS).toList();
    if (!few.isEmpty()) {
      Fold first = few.get(0);
      throw new Refusal(
          Refusal.fault(
              set(settings, "folds", "gap"),
              "test rows of %d folds".formatted(outer.size()),
              "%d or more in each: fewer have no r to speak of".formatted(FEWEST_TEST_ROWS),
              "%d in fold %d%s"
                  .formatted(
                      first.test().length,
                      first.index(),
                      few.size() > 1 ? " and too few in %d more".formatted(few.size() - 1) : ""),
              "Set fewer folds, or a smaller gap."));
    }
  }

  private static void requireInner(Settings settings, int[] runOfRow, List<Fold> outer) {
    PenaltyChoice penalty = settings.fit().penalty();
    for (Fold fold : outer) {
      try {
        Folds.inner(penalty.folds(), penalty.gap(), fold.train(), runOfRow);
      } catch (IllegalArgumentException e) {
        throw new Refusal(
            Refusal.fault(
                set(settings, "inner.folds", "inner.gap"),
                "inner folds of fold %d of %d (%s), %d training rows"
                    .formatted(
                        fold.index(),
                        outer.size(),
                        set(settings, "folds", "gap"),
                        fold.train().length),
                "rows to fit and to predict in every inner fold",
                String.valueOf(e.getMessage()),
                "Set other inner folds, or a smaller inner gap."));
      }
    }
  }

  /** The region of every voxel of every recording, where a region has a penalty of its own. */
  static boolean requireRegions(Settings settings, List<RecordingSize> recordings) {
    List<String> without =
        recordings.stream()
            .filter(recording -> !recording.regions())
            .map(RecordingSize::participant)
            .toList();
    if (settings.fit().penalty().scope() == PenaltyScope.REGION && !without.isEmpty()) {
      throw new Refusal(
          Refusal.fault(
              set(settings, "lambda.scope"),
              "recordings of the dataset",
              "the region of every voxel, for all participants",
              "no regions for %d of %d: %s"
                  .formatted(without.size(), recordings.size(), String.join(", ", without)),
              "Name recordings.regions in the manifest, or set lambda.scope=voxel."));
    }
    return true;
  }

  /** Settings and their values, as users write them. */
  static String set(Settings settings, String... names) {
    return Stream.of(names)
        .map(name -> "--set " + name + "=" + settings.values().get(name))
        .collect(Collectors.joining(" "));
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
