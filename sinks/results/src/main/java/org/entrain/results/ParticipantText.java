package org.entrain.results;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrain.math.SignFlip;
import org.entrain.schemas.Persons;

/** What a summary says of participants: each one's best layer, and tests over all of them. */
final class ParticipantText {

  /** Of the patterns of signs that are drawn where there are too many to count. */
  private static final long SEED = 1;

  private static final int LABEL = 24;

  private final TextLines text;
  private final List<CheckpointSummary> checkpoints;
  private final TreeSet<String> names = new TreeSet<>();

  /**
   * @param checkpoints steps of one model in one variant
   */
  ParticipantText(TextLines text, List<CheckpointSummary> checkpoints) {
    this.text = text;
    this.checkpoints = checkpoints;
    checkpoints.forEach(
        c -> c.layers().forEach(layer -> names.addAll(layer.byParticipant().keySet())));
  }

  /** Every participant's best step and layer: as the inner folds choose them, if all do. */
  void best(boolean chosen) {
    if (names.size() < 2) {
      return;
    }
    if (chosen) {
      text.blank();
    }
    text.line("Best by participant%s:", chosen ? " (step and layer by inner folds)" : "");
    for (String name : names) {
      (chosen ? chosen(name) : largest(name))
          .ifPresent(where -> text.line("  %s  %s", TextLines.pad(name, LABEL - 2), where));
    }
  }

  private Optional<String> chosen(String name) {
    List<LayerChoice> choices =
        checkpoints.stream()
            .filter(checkpoint -> checkpoint.choices().containsKey(name))
            .map(checkpoint -> checkpoint.choices().get(name))
            .toList();
    if (choices.isEmpty()) {
      return Optional.empty();
    }
    LayerChoice choice = LayerChoice.among(choices);
    List<LayerChoice.Fold> most = choice.majority();
    String where = at(choice.meanR(), most.get(0).step(), most.get(0).layer());
    return Optional.of(
        most.size() == choice.folds().size()
            ? where
            : where + " in %d of %d folds".formatted(most.size(), choice.folds().size()));
  }

  private Optional<String> largest(String name) {
    return checkpoints.stream()
        .flatMap(c -> c.layers().stream().map(layer -> new Found(c.step(), layer)))
        .filter(found -> found.layer().byParticipant().containsKey(name))
        .max(Comparator.comparingDouble(found -> found.r(name)))
        .map(found -> at(found.r(name), found.step(), found.layer().layer()));
  }

  private static String at(double r, long step, int layer) {
    return "r %s at step %d, layer %d".formatted(TextLines.number("%.4f", r), step, layer);
  }

  /**
   * Chosen layers against 0 and against the word rate, by step.
   *
   * @param wordRate the baseline, if it is scored
   */
  void tests(Optional<CheckpointSummary> wordRate) {
    text.blank();
    text.line(
        "Over participants: chosen against 0, and its difference to the word rate's r against 0");
    text.line("(p by sign flips, two-sided, each step by itself):");
    text.line("%-12s%12s%10s%20s%9s", "step", "participants", "p(chosen)", "beyond word rate", "p");
    int most = 0;
    for (CheckpointSummary checkpoint : checkpoints) {
      if (checkpoint.chosen().isEmpty()) {
        continue;
      }
      double[] chosen = checkpoint.persons().stream().mapToDouble(LayerChoice::meanR).toArray();
      double[] beyond =
          wordRate.map(baseline -> beyond(checkpoint, baseline)).orElse(new double[0]);
      most = Math.max(most, chosen.length);
      text.line(
          "%-12d%12d%10s%s",
          checkpoint.step(),
          chosen.length,
          TextLines.probability(SignFlip.of(chosen, SEED).p()),
          beyond.length == 0
              ? "%20s%9s".formatted("-", "-")
              : difference(SignFlip.of(beyond, SEED)));
    }
    if (most > 0 && SignFlip.smallestP(most) >= SignificantShare.LEVEL) {
      text.line(
          "%d participant%s cannot reach p < .05: the smallest possible is %s.",
          most, most == 1 ? "" : "s", TextLines.probability(SignFlip.smallestP(most)));
    }
  }

  /** Differences of those who have both. */
  private static double[] beyond(CheckpointSummary checkpoint, CheckpointSummary baseline) {
    Map<String, Double> differences = new TreeMap<>();
    checkpoint
        .choices()
        .forEach(
            (name, choice) -> {
              if (baseline.choices().containsKey(name)) {
                differences.put(name, choice.meanR() - baseline.choices().get(name).meanR());
              }
            });
    return Persons.of(differences).stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String difference(SignFlip test) {
    return "%20s%9s"
        .formatted(TextLines.number("%.4f", test.mean()), TextLines.probability(test.p()));
  }

  /** A layer of some step. */
  private record Found(long step, LayerScore layer) {
    double r(String participant) {
      return layer.byParticipant().getOrDefault(participant, Double.NEGATIVE_INFINITY);
    }
  }
}
