package org.entrain.encoding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.SteeringBoard;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins plans, recordings and the ledger: which recordings a unit's layer is to be fitted to, and
 * whether its rows are wanted at all. Whatever comes last makes the work due. Rows of paused units
 * are kept at hand; those of cancelled ones are not, and are read again if they are wanted again.
 * Not thread-safe.
 */
final class DueWork {

  private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);

  private static final Comparator<UnitLayer> ORDER =
      Comparator.comparing(UnitLayer::unit)
          .thenComparing(UnitLayer::layer)
          .thenComparing(UnitLayer::variant);

  private final EncodingStageSettings settings;
  private final RecordingStore recordings;
  private final Ledger ledger;
  private final SteeringBoard board;
  private final String hash;
  private final Map<String, Plan> plans = new HashMap<>();
  private final SortedMap<UnitLayer, RemovedProperty> removed = new TreeMap<>(ORDER);
  private final Set<String> foreign = new HashSet<>();

  /**
   * @param board what is wanted of checkpoints and participants
   */
  DueWork(
      EncodingStageSettings settings,
      RecordingStore recordings,
      Ledger ledger,
      SteeringBoard board) {
    this.settings = settings;
    this.recordings = recordings;
    this.ledger = ledger;
    this.board = board;
    hash = settings.hash();
  }

  void accept(Plan plan) {
    plans.put(plan.getUnit(), plan);
  }

  /**
   * Takes in a removal: the layer without the property is due from now on.
   *
   * @return whether it is new
   * @throws IllegalArgumentException if its parts contradict each other
   */
  boolean accept(Removal removal) {
    RemovedProperty property = RemovedProperty.of(removal);
    UnitLayer id = new UnitLayer(removal.getUnit(), removal.getLayer(), removal.getProperty());
    RemovedProperty before = removed.put(id, property);
    return before == null || !before.identity().equals(property.identity());
  }

  /** What is removed in a variant; null in the initial one. */
  @Nullable RemovedProperty removed(UnitLayer id) {
    return removed.get(id);
  }

  /** The variants of a layer that can be fitted: the initial one first. */
  List<UnitLayer> variants(String unit, int layer) {
    List<UnitLayer> variants = new ArrayList<>();
    variants.add(UnitLayer.initial(unit, layer));
    variants.addAll(
        removed
            .subMap(new UnitLayer(unit, layer, ""), new UnitLayer(unit, layer + 1, ""))
            .keySet());
    return variants;
  }

  @Nullable Plan plan(String unit) {
    return plans.get(unit);
  }

  /** Plans of baselines that can be fitted, in the order of their units. */
  List<Plan> baselines() {
    return plans.values().stream()
        .filter(plan -> Baseline.is(plan) && plan.getCause() == null)
        .sorted(Comparator.comparing(Plan::getUnit))
        .toList();
  }

  /** Whether a unit's features follow from its plan, so that it has no rows to read. */
  boolean isBaseline(UnitLayer id) {
    Plan plan = plans.get(id.unit());
    return plan != null && Baseline.is(plan);
  }

  /** Hash of the settings. */
  String settings() {
    return hash;
  }

  String inputs(UnitLayer id, Recording recording) {
    RemovedProperty property = removed.get(id);
    return property == null
        ? Ledger.inputs(hash, recording.identity())
        : Ledger.inputs(hash, recording.identity(), property.identity());
  }

  /** What fits of the layer to some recordings are computed from. */
  Map<Recording, String> inputs(UnitLayer id, List<Recording> due) {
    return due.stream().collect(Collectors.toMap(r -> r, r -> inputs(id, r)));
  }

  /**
   * Complete recordings of the unit's stimulus that the layer is not settled for, by name; none
   * while the unit is not wanted.
   */
  List<Recording> due(UnitLayer id) {
    Plan plan = plans.get(id.unit());
    return plan == null || wanted(plan) != WantedState.ACTIVE ? List.of() : owed(plan, id);
  }

  /** What is due of a layer, or would be if its unit were not paused. */
  private List<Recording> owed(Plan plan, UnitLayer id) {
    if (!ours(plan) || !(id.isInitial() || removed.containsKey(id))) {
      return List.of();
    }
    return recordings.newest().stream()
        .filter(recording -> board.ofParticipant(recording.participant()) == WantedState.ACTIVE)
        .filter(recording -> recording.stimulus().equals(plan.getStimulus()))
        .filter(recording -> !settled(id, recording))
        .sorted(Comparator.comparing(Recording::participant))
        .toList();
  }

  private boolean settled(UnitLayer id, Recording recording) {
    return ledger.settled(
        id, recording.participant(), recording.range().total(), inputs(id, recording));
  }

  /**
   * Whether rows of the layer are to be kept: it was never settled for anyone, or a recording is
   * due in some variant. Late duplicates of a settled layer thus do not open it again.
   */
  boolean wanted(String unit, int layer) {
    Plan plan = plans.get(unit);
    if (plan == null) {
      return !ledger.knows(UnitLayer.initial(unit, layer));
    }
    if (Baseline.is(plan) || !ours(plan) || SteeringBoard.cuts(wanted(plan))) {
      return false;
    }
    return !ledger.knows(UnitLayer.initial(unit, layer))
        || variants(unit, layer).stream().anyMatch(id -> !owed(plan, id).isEmpty());
  }

  /** Whether a fit that runs is to be cut off: its unit or one of its participants is. */
  boolean cutOff(Work work) {
    return SteeringBoard.cuts(wanted(work.plan()))
        || work.due().stream()
            .anyMatch(r -> SteeringBoard.cuts(board.ofParticipant(r.participant())));
  }

  /**
   * Layers of units that were cut off and are wanted again, so that rows of theirs may have been
   * passed over. In the order of their units.
   */
  List<UnitLayer> passedOver() {
    List<UnitLayer> layers = new ArrayList<>();
    for (Plan plan : plans.values()) {
      if (board.wasCut(plan.getIdentity(), plan.getModel(), plan.getStep())) {
        plan.getLayers().forEach(layer -> layers.add(UnitLayer.initial(plan.getUnit(), layer)));
      }
    }
    layers.sort(ORDER);
    return layers;
  }

  private WantedState wanted(Plan plan) {
    return board.ofWeights(plan.getIdentity(), plan.getModel(), plan.getStep());
  }

  /** Lags are columns of the features: a unit with others belongs to other settings. */
  private boolean ours(Plan plan) {
    boolean ours = plan.getLags().equals(settings.lags());
    if (!ours && foreign.add(plan.getUnit())) {
      LOG.info(
          "unit {} of {}@{} has lags {}, not {}: left alone",
          plan.getUnit(),
          plan.getModel(),
          plan.getStep(),
          plan.getLags(),
          settings.lags());
    }
    return ours;
  }
}
