package org.entrain.encoding;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entrain.schemas.avro.Plan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins plans, recordings and the ledger: which recordings a unit's layer is to be fitted to, and
 * whether its rows are wanted at all. Whatever comes last makes the work due. Not thread-safe.
 */
final class DueWork {

  private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);

  private final EncodingStageSettings settings;
  private final RecordingStore recordings;
  private final Ledger ledger;
  private final String hash;
  private final Map<String, Plan> plans = new HashMap<>();
  private final Set<String> foreign = new HashSet<>();

  DueWork(EncodingStageSettings settings, RecordingStore recordings, Ledger ledger) {
    this.settings = settings;
    this.recordings = recordings;
    this.ledger = ledger;
    hash = settings.hash();
  }

  void accept(Plan plan) {
    plans.put(plan.getUnit(), plan);
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

  String inputs(Recording recording) {
    return Ledger.inputs(hash, recording.identity());
  }

  /** Complete recordings of the unit's stimulus that the layer is not settled for, by name. */
  List<Recording> due(UnitLayer id) {
    Plan plan = plans.get(id.unit());
    if (plan == null || !ours(plan)) {
      return List.of();
    }
    return recordings.newest().stream()
        .filter(recording -> recording.stimulus().equals(plan.getStimulus()))
        .filter(recording -> !ledger.settled(id, recording.participant(), inputs(recording)))
        .sorted(Comparator.comparing(Recording::participant))
        .toList();
  }

  /**
   * Whether rows of the layer are to be kept: it was never settled for anyone, or a recording is
   * due. Late duplicates of a settled layer thus do not open it again.
   */
  boolean wanted(UnitLayer id) {
    Plan plan = plans.get(id.unit());
    if (plan != null && (Baseline.is(plan) || !ours(plan))) {
      return false;
    }
    return !ledger.knows(id) || !due(id).isEmpty();
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
