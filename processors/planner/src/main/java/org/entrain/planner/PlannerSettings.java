package org.entrain.planner;

import java.util.List;
import java.util.stream.Stream;
import org.entrain.common.ContentHash;
import org.entrain.models.text.ContextPolicy;
import org.entrain.models.text.PassagePlanner;
import org.entrain.models.text.Representation;
import org.entrain.schemas.avro.Plan;

/**
 * How words become representations and representations become rows; part of every unit's identity.
 *
 * @param context how far back a representation sees
 * @param representation hidden states that represent a word
 * @param layers hidden states to compute, ascending; empty for all
 * @param lags lags in TRs, in the order of a row's columns
 * @param wordAssignment which TR a word belongs to
 * @param skippedWords leading words left out whatever their context
 * @param windowsPerTask least windows of an embedding task; does not change a result
 */
public record PlannerSettings(
    ContextPolicy context,
    Representation representation,
    List<Integer> layers,
    List<Integer> lags,
    WordAssignment wordAssignment,
    int skippedWords,
    int windowsPerTask) {

  public PlannerSettings {
    layers = List.copyOf(layers);
    lags = List.copyOf(lags);
    if (windowsPerTask < 1 || skippedWords < 0 || lags.isEmpty()) {
      throw new IllegalArgumentException(
          "windows per task %d, skipped words %d, lags %s"
              .formatted(windowsPerTask, skippedWords, lags));
    }
  }

  /**
   * Identity of a unit: the stimulus, the checkpoint and every setting that changes its rows. A
   * context of tokens is hashed as its number alone, and the last token's representation not at
   * all: states name units of the usual settings so.
   */
  public String unit(String stimulus, String checkpoint) {
    return unit(stimulus, checkpoint, layers);
  }

  /** Identity of the unit of other layers; all others are as here. */
  String unit(String stimulus, String checkpoint, List<Integer> ofLayers) {
    ContentHash hash = new ContentHash().add(stimulus).add(checkpoint);
    if (context.tokens() > 0) {
      hash.add(context.tokens());
    } else {
      hash.add(context.toString());
    }
    if (representation != Representation.LAST) {
      hash.add(representation.name());
    }
    return hash.add(ofLayers.toString())
        .add(lags.toString())
        .add(wordAssignment.name())
        .add(skippedWords)
        .shortHex();
  }

  /** Whether a plan of weights or activations is of these settings, its layers aside. */
  public boolean made(Plan plan) {
    return Stream.of(List.<Integer>of(), plan.getLayers())
        .map(ofLayers -> unit(plan.getStimulus(), plan.getIdentity(), ofLayers))
        .anyMatch(unit -> unit.equals(plan.getUnit()));
  }

  /** Cuts texts into passages as these settings say. */
  public PassagePlanner passages() {
    return new PassagePlanner(context, representation, windowsPerTask);
  }
}
