package org.entrain.properties;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrain.gathering.RowShape;
import org.entrain.math.properties.Coding;
import org.entrain.properties.AnnotationStore.PropertyLabels;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.SteeringBoard;
import org.jspecify.annotations.Nullable;

/**
 * Joins plans, annotations and the ledger: which properties of a layer are to be removed and
 * probed. Whatever comes last makes the work due. Not thread-safe.
 */
final class DueProperties {

  private final AnnotationStore annotations;
  private final PropertyLedger ledger;
  private final PropertySettings settings;
  private final SteeringBoard board;
  private final String hash;
  private final Map<String, Plan> plans = new HashMap<>();

  /**
   * @param board what is wanted of checkpoints
   */
  DueProperties(
      AnnotationStore annotations,
      PropertyLedger ledger,
      PropertySettings settings,
      SteeringBoard board) {
    this.annotations = annotations;
    this.ledger = ledger;
    this.settings = settings;
    this.board = board;
    hash = settings.hash();
  }

  void accept(Plan plan) {
    plans.put(plan.getUnit(), plan);
  }

  @Nullable Plan plan(String unit) {
    return plans.get(unit);
  }

  /** What the plan of a unit says of its words; empty where there is none, or it has a fault. */
  Optional<RowShape> shape(String unit) {
    return Optional.ofNullable(plans.get(unit))
        .filter(plan -> plan.getCause() == null)
        .map(RowShape::ofWords);
  }

  /** What a removal and its probes are computed from. */
  String inputs(PropertyLabels labels) {
    String inputs = hash + "/" + labels.identity();
    // Told only where it is not as before, so that earlier work counts.
    return settings.coding().of(labels.classes()) == Coding.NUMBER ? inputs + "/number" : inputs;
  }

  /**
   * Properties of a layer that are not settled; none as long as annotations are missing, or the
   * unit is not wanted.
   */
  List<PropertyLabels> due(Plan plan, int layer) {
    return wanted(plan) == WantedState.ACTIVE ? owed(plan, layer) : List.of();
  }

  /** What is due of a layer, or would be if its unit were not paused. */
  private List<PropertyLabels> owed(Plan plan, int layer) {
    return annotations.of(plan.getStimulus(), plan.getWords()).stream()
        .filter(labels -> !ledger.settled(plan.getUnit(), layer, labels.property(), inputs(labels)))
        .toList();
  }

  /** Plans of random baselines, in the order of their units. */
  List<Plan> randoms() {
    return plans.values().stream()
        .filter(plan -> plan.getKind() == SourceKind.RANDOM && plan.getCause() == null)
        .sorted(Comparator.comparing(Plan::getUnit))
        .toList();
  }

  /** Whether words of a unit are to be kept: something is due, or may yet be. */
  boolean wanted(String unit) {
    Plan plan = plans.get(unit);
    if (plan == null) {
      return true;
    }
    if (plan.getCause() != null || baseline(plan) || cutOff(plan)) {
      return false;
    }
    return !annotations.complete(plan.getStimulus(), plan.getWords())
        || plan.getLayers().stream().anyMatch(layer -> !owed(plan, layer).isEmpty());
  }

  /** Whether work on a unit is to end at once. */
  boolean cutOff(Plan plan) {
    return SteeringBoard.cuts(wanted(plan));
  }

  /** Units that were cut off at some time, so that words of theirs may have been passed over. */
  List<String> passedOver() {
    return plans.values().stream()
        .filter(plan -> board.wasCut(plan.getIdentity(), plan.getModel(), plan.getStep()))
        .filter(plan -> !baseline(plan))
        .map(Plan::getUnit)
        .sorted()
        .toList();
  }

  private WantedState wanted(Plan plan) {
    return board.ofWeights(plan.getIdentity(), plan.getModel(), plan.getStep());
  }

  private static boolean baseline(Plan plan) {
    return plan.getKind() == SourceKind.WORD_RATE || plan.getKind() == SourceKind.RANDOM;
  }
}
