package org.entrain.properties;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.ejml.data.FMatrixRMaj;
import org.entrain.gathering.Job;
import org.entrain.math.Folds;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.WordDesign;
import org.entrain.math.properties.Eraser;
import org.entrain.math.properties.Erasure;
import org.entrain.math.properties.Labels;
import org.entrain.math.properties.ProbeResult;
import org.entrain.math.properties.ProbeTarget;
import org.entrain.math.properties.Probes;
import org.entrain.math.properties.RemovalMethod;
import org.entrain.properties.AnnotationStore.PropertyLabels;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes and probes the properties of one layer, all probes together. A property that cannot be
 * removed or probed fails with its cause; the others go on.
 */
final class PropertyJob extends Job {

  private static final Logger LOG = LoggerFactory.getLogger(PropertyJob.class);
  private static final double NANOS = 1e9;

  private final PropertyWork work;
  private final PropertySettings settings;
  private final LinearAlgebra algebra;
  private final Probes probes;
  private final PropertyPublisher publisher;

  PropertyJob(
      PropertyWork work,
      PropertySettings settings,
      LinearAlgebra algebra,
      Probes probes,
      PropertyPublisher publisher) {
    super(work.partition(), work.plan().getUnit());
    this.work = work;
    this.settings = settings;
    this.algebra = algebra;
    this.probes = probes;
    this.publisher = publisher;
  }

  /** Plan of the unit. */
  Plan plan() {
    return work.plan();
  }

  /** A property on its way: what is known of it so far. */
  private record Removed(
      PropertyLabels labels,
      @Nullable Labels words,
      @Nullable Erasure erasure,
      @Nullable ProbeTarget after,
      @Nullable String fault) {}

  /** Probes of a property; null where none is asked for. */
  private record Probed(ProbeResult before, ProbeResult after, @Nullable ProbeResult shuffled) {}

  @Override
  public List<Progress> call() {
    try {
      return compute();
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Pure computation: the same words would fail again.
      return work.due().stream()
          .map(labels -> failed(labels, String.valueOf(e.getMessage())))
          .toList();
    }
  }

  private List<Progress> compute() {
    long start = System.nanoTime();
    requireOurs();
    work.due().forEach(labels -> publisher.begun(work, labels));
    FMatrixRMaj words = work.words().get();
    Eraser eraser =
        new Eraser(
            algebra,
            settings.method(),
            settings.coding(),
            settings.removalFolds(),
            settings.lambdas().stream().mapToDouble(Double::doubleValue).toArray(),
            words,
            settings.method() == RemovalMethod.CROSS_FITTED ? trainingWords() : List.of());
    List<Removed> removed = work.due().stream().map(labels -> remove(eraser, labels)).toList();
    List<@Nullable Probed> probed = probe(words, removed);
    double seconds = (System.nanoTime() - start) / NANOS / removed.size();
    List<Progress> settled = new ArrayList<>();
    for (int i = 0; i < removed.size(); i++) {
      requireOurs();
      @Nullable Probed probes = probed.get(i);
      settled.add(
          probes == null
              ? failed(removed.get(i).labels(), String.valueOf(removed.get(i).fault()))
              : publish(removed.get(i), probes, seconds));
    }
    LOG.info(
        "{} layer {}: {} properties in {} s",
        publisher.name(work),
        work.layer(),
        removed.size(),
        "%.2f".formatted((System.nanoTime() - start) / NANOS));
    return settled;
  }

  /** Of every fold of the encoding models, among the words that are not skipped. */
  private List<int[]> trainingWords() {
    Plan plan = work.plan();
    int[] keptTrs = Vectors.ints(plan.getKeptTrs());
    int[] runOfTr = Vectors.ints(plan.getTrRuns());
    int[] trOfWord =
        Arrays.copyOfRange(
            Vectors.ints(plan.getWordTrs()), plan.getSkippedWords(), plan.getWords());
    int[] runOfRow = Arrays.stream(keptTrs).map(tr -> runOfTr[tr]).toArray();
    return Folds.outer(settings.encoding(), settings.gap(), runOfRow).stream()
        .map(fold -> WordDesign.trainingWords(fold, trOfWord, keptTrs))
        .toList();
  }

  private Removed remove(Eraser eraser, PropertyLabels property) {
    try {
      Labels labels = property.from(work.plan().getSkippedWords());
      Erasure erasure = eraser.fit(labels);
      @Nullable ProbeTarget after =
          erasure instanceof Erasure.ByLabels byLabels
              ? eraser.probed(byLabels, labels, settings.probes().folds())
              : null;
      return new Removed(property, labels, erasure, after, null);
    } catch (CancellationException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      // Pure computation: the same words would fail again.
      return new Removed(property, null, null, null, String.valueOf(e.getMessage()));
    }
  }

  /** Probes of all properties together, as far as they read the same representations. */
  private List<@Nullable Probed> probe(FMatrixRMaj words, List<Removed> removed) {
    List<ProbeTarget> targets = new ArrayList<>();
    for (Removed property : removed) {
      if (property.words() != null) {
        targets.add(ProbeTarget.of(property.words()));
        if (property.after() != null) {
          targets.add(property.after());
        }
        if (settings.shuffled()) {
          targets.add(ProbeTarget.of(shuffled(property.words())));
        }
      }
    }
    Iterator<ProbeResult> results = probes.fit(words, targets).iterator();
    List<@Nullable Probed> probed = new ArrayList<>();
    for (Removed property : removed) {
      if (property.words() == null) {
        probed.add(null);
        continue;
      }
      ProbeResult before = results.next();
      ProbeResult after =
          property.erasure() instanceof Erasure.ByProjection projection
              ? after(projection, words, property.words())
              : results.next();
      probed.add(new Probed(before, after, settings.shuffled() ? results.next() : null));
    }
    return probed;
  }

  /** A projection makes other representations of all words: their probe is fitted by itself. */
  private ProbeResult after(Erasure.ByProjection projection, FMatrixRMaj words, Labels labels) {
    try {
      return probes.fit(projection.residual(words), List.of(ProbeTarget.of(labels))).get(0);
    } catch (ArithmeticException e) {
      return new ProbeResult(null, String.valueOf(e.getMessage()));
    }
  }

  /** The same labels on other words, for what a probe of this many dimensions learns by itself. */
  private Labels shuffled(Labels labels) {
    List<Integer> classes = new ArrayList<>();
    for (int c : labels.classOf()) {
      classes.add(c);
    }
    Collections.shuffle(classes, new Random(settings.seed()));
    return new Labels(
        labels.property(),
        labels.classes(),
        classes.stream().mapToInt(Integer::intValue).toArray());
  }

  private Progress publish(Removed property, Probed probed, double seconds) {
    for (ProbeResult result : List.of(probed.before(), probed.after())) {
      if (result.fault() != null) {
        return failed(property.labels(), result.fault());
      }
    }
    return publisher.done(
        work,
        property.labels(),
        Objects.requireNonNull(property.words()),
        Objects.requireNonNull(property.erasure()),
        new ProbeAccuracies(
            accuracy(probed.before()),
            accuracy(probed.after()),
            probed.shuffled() == null || probed.shuffled().probe() == null
                ? null
                : accuracy(probed.shuffled())),
        seconds);
  }

  private static double accuracy(ProbeResult result) {
    return Objects.requireNonNull(result.probe()).accuracy();
  }

  private Progress failed(PropertyLabels labels, String cause) {
    LOG.warn(
        "{} layer {}, property {} fails: {}",
        publisher.name(work),
        work.layer(),
        labels.property(),
        cause);
    return publisher.failed(work, labels, cause);
  }
}
