package org.entrain.properties;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.ejml.data.FMatrixRMaj;
import org.entrain.gathering.Job;
import org.entrain.math.properties.Labels;
import org.entrain.math.properties.Offsets;
import org.entrain.math.properties.ProbeResult;
import org.entrain.math.properties.ProbeTarget;
import org.entrain.math.properties.Probes;
import org.entrain.math.properties.Removal;
import org.entrain.math.properties.RemovalFit;
import org.entrain.properties.AnnotationStore.PropertyLabels;
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
  private final Probes probes;
  private final PropertyPublisher publisher;

  PropertyJob(
      PropertyWork work, PropertySettings settings, Probes probes, PropertyPublisher publisher) {
    super(work.gather().partition());
    this.work = work;
    this.settings = settings;
    this.probes = probes;
    this.publisher = publisher;
  }

  /** A property on its way: what is known of it so far. */
  private record Removed(
      PropertyLabels labels,
      @Nullable Labels words,
      @Nullable Removal removal,
      @Nullable String fault) {}

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
    FMatrixRMaj words = words();
    RemovalFit fit =
        new RemovalFit(
            words.numRows,
            settings.removalFolds(),
            settings.lambdas().stream().mapToDouble(Double::doubleValue).toArray(),
            settings.coding());
    List<Removed> removed = work.due().stream().map(labels -> remove(fit, words, labels)).toList();
    List<ProbeTarget> targets = new ArrayList<>();
    for (Removed property : removed) {
      Labels labels = property.words();
      Removal removal = property.removal();
      if (labels != null && removal != null) {
        targets.add(new ProbeTarget(labels, null));
        targets.add(new ProbeTarget(labels, Offsets.of(removal, labels)));
      }
    }
    List<ProbeResult> results = probes.fit(words, targets);
    double seconds = (System.nanoTime() - start) / NANOS / removed.size();
    List<Progress> settled = new ArrayList<>();
    int next = 0;
    for (Removed property : removed) {
      requireOurs();
      if (property.removal() == null) {
        settled.add(failed(property.labels(), String.valueOf(property.fault())));
      } else {
        settled.add(
            publish(
                property, property.removal(), results.get(next), results.get(next + 1), seconds));
        next += 2;
      }
    }
    LOG.info(
        "{} layer {}: {} properties in {} s",
        publisher.name(work),
        work.layer(),
        removed.size(),
        "%.2f".formatted((System.nanoTime() - start) / NANOS));
    return settled;
  }

  /** words × H of the layer, without the skipped ones. */
  private FMatrixRMaj words() {
    Plan plan = work.plan();
    int width = plan.getHiddenSize();
    int count = plan.getWords() - plan.getSkippedWords();
    int column = plan.getLayers().indexOf(work.layer()) * width;
    int expected = plan.getLayers().size() * width;
    if (work.gather().spool().width() != expected) {
      throw new IllegalArgumentException(
          "values of a word and of the plan differ: %d != %d"
              .formatted(work.gather().spool().width(), expected));
    }
    return FMatrixRMaj.wrap(
        count,
        width,
        work.gather().spool().read(plan.getSkippedWords(), plan.getWords(), column, width));
  }

  private Removed remove(RemovalFit fit, FMatrixRMaj words, PropertyLabels property) {
    try {
      Labels labels = property.from(work.plan().getSkippedWords());
      return new Removed(property, labels, fit.fit(words, labels), null);
    } catch (CancellationException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      // Pure computation: the same words would fail again.
      return new Removed(property, null, null, String.valueOf(e.getMessage()));
    }
  }

  private Progress publish(
      Removed property, Removal removal, ProbeResult before, ProbeResult after, double seconds) {
    String fault = before.fault() != null ? before.fault() : after.fault();
    if (fault != null) {
      return failed(property.labels(), fault);
    }
    return publisher.done(
        work,
        property.labels(),
        Objects.requireNonNull(property.words()),
        removal,
        Objects.requireNonNull(before.probe()),
        Objects.requireNonNull(after.probe()),
        seconds);
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
