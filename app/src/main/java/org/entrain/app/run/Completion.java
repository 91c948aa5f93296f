package org.entrain.app.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entrain.results.CheckpointSummary;
import org.entrain.results.LayerScore;
import org.entrain.results.ProbeScore;
import org.entrain.results.Summary;
import org.entrain.schemas.FitPart;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.SteeringBoard;
import org.jspecify.annotations.Nullable;

/**
 * Says whether all that was announced is scored or failed. Scored means committed to the results
 * database; failed means that the plan has a cause, or a stage has given up on the fit or on what
 * it needs. What is paused or cancelled is not waited for; features are, even where fits are made
 * from activations. Thread-safe.
 */
final class Completion {

  private static final String FEATURES = "features";
  private static final String PROPERTIES = "properties";
  private static final String INITIAL = "initial";

  /** A piece of work that failed. A share of a fit's voxels ends the fit. */
  private record Fault(String stage, String part) {

    static Fault of(Progress failed) {
      return new Fault(
          failed.getStage(),
          FitPart.of(failed).map(fit -> fit.whole().text()).orElse(failed.getPart()));
    }
  }

  private final StreamTracker tracker;
  private final SteeringBoard board;
  private final Set<String> participants;
  private final List<String> properties;
  private final List<Integer> layers;
  private final Map<String, Checkpoint> announced = new LinkedHashMap<>();

  /**
   * @param properties names of the properties that are removed from every checkpoint's layers
   * @param layers hidden states asked for; empty: all
   * @param board what is wanted of checkpoints and participants
   */
  Completion(
      StreamTracker tracker,
      List<String> participants,
      List<String> properties,
      List<Integer> layers,
      SteeringBoard board) {
    this.tracker = tracker;
    this.board = board;
    this.participants = new LinkedHashSet<>(participants);
    this.properties = List.copyOf(properties);
    this.layers = List.copyOf(layers);
  }

  /** Awaits these checkpoints too. */
  synchronized void expect(List<Checkpoint> checkpoints) {
    checkpoints.forEach(checkpoint -> announced.put(name(checkpoint), checkpoint));
  }

  /** Awaits nothing of a checkpoint or a participant any more. */
  synchronized void forget(SteeringTarget target, String name) {
    if (target == SteeringTarget.CHECKPOINT) {
      announced.remove(name);
    } else {
      participants.remove(name);
    }
  }

  /** The announcement of this name, {@code model@step}. */
  synchronized Optional<Checkpoint> announced(String name) {
    return Optional.ofNullable(announced.get(name));
  }

  /** Windows of all units planned so far; of equal weights once. */
  synchronized long windows() {
    return announced.values().stream()
        .map(Checkpoint::getIdentity)
        .distinct()
        .flatMap(id -> tracker.plans(id).stream())
        .mapToLong(Plan::getWindows)
        .sum();
  }

  /** Counts as of now; of equal weights once, but every name must have its rows. */
  synchronized Fits count(Summary summary) {
    Map<String, CheckpointSummary> summaries = new HashMap<>();
    for (CheckpointSummary checkpoint : summary.checkpoints()) {
      String name = checkpoint.model() + "@" + checkpoint.step();
      summaries.put(key(name, checkpoint.identity(), checkpoint.variant()), checkpoint);
    }
    List<Progress> progress = tracker.progress();
    Map<String, List<Fault>> failures = failures(progress);
    Set<String> aligning = aligning(progress);
    Map<String, Fits> byIdentity = new LinkedHashMap<>();
    for (Checkpoint checkpoint : announced.values()) {
      List<String> variants = new ArrayList<>(List.of(INITIAL));
      variants.addAll(baseline(checkpoint) ? List.of() : properties);
      Fits fits = Fits.NONE;
      WantedState wanted = wanted(checkpoint);
      List<Plan> plans = tracker.plans(checkpoint.getIdentity());
      for (String variant : variants) {
        for (Plan plan : plans) {
          Fits counted =
              count(
                  plan,
                  variant,
                  summaries.get(key(name(checkpoint), checkpoint.getIdentity(), variant)),
                  failures.getOrDefault(plan.getUnit(), List.of()),
                  wanted);
          boolean waits =
              wanted == WantedState.ACTIVE
                  && counted.failed() == 0
                  && aligning.contains(plan.getUnit());
          fits = fits.plus(waits ? counted.open() : counted);
        }
        fits =
            fits.plus(unplanned((long) missing(checkpoint, plans) * participants.size(), wanted));
      }
      byIdentity.merge(checkpoint.getIdentity(), fits, Fits::least);
    }
    return byIdentity.values().stream().reduce(Fits.NONE, Fits::plus);
  }

  private WantedState wanted(Checkpoint checkpoint) {
    return board.ofWeights(checkpoint.getIdentity(), checkpoint.getModel(), checkpoint.getStep());
  }

  /** Layers that no plan has yet. */
  private int missing(Checkpoint checkpoint, List<Plan> plans) {
    if (baseline(checkpoint)) {
      return plans.isEmpty() ? 1 : 0;
    }
    Set<Integer> missing =
        layers.isEmpty()
            ? IntStream.range(0, checkpoint.getLayers()).boxed().collect(Collectors.toSet())
            : new HashSet<>(layers);
    plans.forEach(plan -> plan.getLayers().forEach(missing::remove));
    return missing.size();
  }

  private static Fits unplanned(long expected, WantedState wanted) {
    return new Fits(
        expected,
        0,
        0,
        wanted == WantedState.PAUSED ? expected : 0,
        SteeringBoard.cuts(wanted) ? expected : 0,
        wanted != WantedState.ACTIVE || expected == 0);
  }

  private Fits count(
      Plan plan,
      String variant,
      @Nullable CheckpointSummary summary,
      List<Fault> faults,
      WantedState wanted) {
    long scored = 0;
    long failed = 0;
    long paused = 0;
    long cancelled = 0;
    for (int layer : plan.getLayers()) {
      for (String participant : participants) {
        if (has(summary, layer, participant)) {
          scored++;
        } else if (plan.getCause() != null
            || concern(faults, FitPart.STAGE, FitPart.whole(layer, variant, participant).text())
            || concern(faults, PROPERTIES, layer + "/" + variant)) {
          failed++;
        } else {
          WantedState least = less(wanted, board.ofParticipant(participant));
          paused += least == WantedState.PAUSED ? 1 : 0;
          cancelled += SteeringBoard.cuts(least) ? 1 : 0;
        }
      }
    }
    long expected = (long) plan.getLayers().size() * participants.size();
    boolean whole =
        failed > 0
            || wanted != WantedState.ACTIVE
            || !variant.equals(INITIAL)
            || plan.getScoredTokens() == 0
            || summary != null && summary.perplexity().isPresent();
    boolean none = scored + failed + paused + cancelled == expected;
    return new Fits(expected, scored, failed, paused, cancelled, whole && none);
  }

  private static WantedState less(WantedState a, WantedState b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static boolean has(@Nullable CheckpointSummary summary, int layer, String participant) {
    if (summary == null) {
      return false;
    }
    for (LayerScore score : summary.layers()) {
      if (score.layer() == layer) {
        return score.byParticipant().containsKey(participant);
      }
    }
    return false;
  }

  /** Whether one of these failures ends a piece of work: its own, or of what all work needs. */
  private static boolean concern(List<Fault> faults, String stage, String part) {
    return faults.stream()
        .anyMatch(
            fault ->
                fault.stage.equals(stage)
                    ? fault.part.equals(part)
                    : !fault.stage.equals(FitPart.STAGE) && !fault.stage.equals(PROPERTIES));
  }

  /** Units whose features are not all there. */
  private static Set<String> aligning(List<Progress> progress) {
    return progress.stream()
        .filter(state -> state.getStage().equals(FEATURES))
        .filter(state -> state.getState() == WorkState.RUNNING)
        .map(Progress::getUnit)
        .collect(Collectors.toSet());
  }

  private static Map<String, List<Fault>> failures(List<Progress> progress) {
    Map<String, List<Fault>> failures = new HashMap<>();
    for (Progress state : progress) {
      if (state.getState() == WorkState.FAILED) {
        failures.computeIfAbsent(state.getUnit(), unit -> new ArrayList<>()).add(Fault.of(state));
      }
    }
    return failures;
  }

  /**
   * Removals and probes (checkpoint × layer × property) as of now, of equal weights once. The
   * random baseline has them too.
   *
   * @param probes all that the database has
   */
  synchronized Fits countProperties(List<ProbeScore> probes) {
    if (properties.isEmpty()) {
      return Fits.NONE;
    }
    Set<String> stored =
        probes.stream()
            .map(p -> p.model() + "@" + p.step() + "/" + p.layer() + "/" + p.property())
            .collect(Collectors.toSet());
    Map<String, List<Fault>> failures = failures(tracker.progress());
    Map<String, Fits> byIdentity = new LinkedHashMap<>();
    for (Checkpoint checkpoint : announced.values()) {
      if (checkpoint.getKind() == SourceKind.WORD_RATE) {
        continue;
      }
      WantedState wanted = wanted(checkpoint);
      List<Plan> plans = tracker.plans(checkpoint.getIdentity());
      Fits fits = unplanned((long) missing(checkpoint, plans) * properties.size(), wanted);
      for (Plan plan : plans) {
        List<Fault> faults = failures.getOrDefault(plan.getUnit(), List.of());
        fits = fits.plus(countProperties(plan, name(checkpoint), stored, faults, wanted));
      }
      byIdentity.merge(checkpoint.getIdentity(), fits, Fits::least);
    }
    return byIdentity.values().stream().reduce(Fits.NONE, Fits::plus);
  }

  private Fits countProperties(
      Plan plan, String name, Set<String> stored, List<Fault> faults, WantedState wanted) {
    long done = 0;
    long failed = 0;
    for (int layer : plan.getLayers()) {
      for (String property : properties) {
        String part = layer + "/" + property;
        if (stored.contains(name + "/" + part)) {
          done++;
        } else if (plan.getCause() != null || concern(faults, PROPERTIES, part)) {
          failed++;
        }
      }
    }
    long expected = (long) plan.getLayers().size() * properties.size();
    long open = expected - done - failed;
    return new Fits(
        expected,
        done,
        failed,
        wanted == WantedState.PAUSED ? open : 0,
        SteeringBoard.cuts(wanted) ? open : 0,
        open == 0 || wanted != WantedState.ACTIVE);
  }

  static boolean baseline(Checkpoint checkpoint) {
    return checkpoint.getKind() == SourceKind.WORD_RATE
        || checkpoint.getKind() == SourceKind.RANDOM;
  }

  /** Rows of other weights under the same name, which were announced before, do not count. */
  private static String key(String name, String identity, String variant) {
    return name + "/" + identity + "/" + variant;
  }

  static String name(Checkpoint checkpoint) {
    return checkpoint.getModel() + "@" + checkpoint.getStep();
  }
}
