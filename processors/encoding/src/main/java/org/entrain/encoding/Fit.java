package org.entrain.encoding;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.entrain.gathering.Job;
import org.entrain.math.BandedDesign;
import org.entrain.math.BandedScores;
import org.entrain.math.Design;
import org.entrain.math.EncodingEngine;
import org.entrain.math.EncodingScores;
import org.entrain.math.EncodingSettings;
import org.entrain.math.PreparedDesign;
import org.entrain.math.RecordingMaps;
import org.entrain.schemas.avro.Progress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unit's layer against every recording that is due, on the executor's thread. What depends on
 * the features alone is computed once. A recording that cannot be fitted fails with its numbers as
 * the cause; the others go on. The joint model with word rate belongs to the fit: both are there,
 * or neither.
 */
final class Fit extends Job {

  private static final Logger LOG = LoggerFactory.getLogger(Fit.class);
  private static final double NANOS = 1e9;

  private final Work work;
  private final EncodingEngine engine;
  private final EncodingSettings settings;
  private final @Nullable WithWordRate joint;
  private final VoxelMaps maps;
  private final FitPublisher publisher;
  private final List<Progress> settled = new ArrayList<>();

  /**
   * @param joint model of word rate and the layer, fitted beside that of the layer; null: none
   * @param maps what is known of the recordings' voxels
   */
  Fit(
      Work work,
      EncodingEngine engine,
      EncodingSettings settings,
      @Nullable WithWordRate joint,
      VoxelMaps maps,
      FitPublisher publisher) {
    super(work.unit().partition(), work.unit().id().unit());
    this.work = work;
    this.engine = engine;
    this.settings = settings;
    this.joint = Baseline.is(work.plan()) || !work.unit().id().isInitial() ? null : joint;
    this.maps = maps;
    this.publisher = publisher;
  }

  Work work() {
    return work;
  }

  @Override
  public List<Progress> call() {
    long start = System.nanoTime();
    List<Recording> fitting = withEqualRows();
    if (fitting.isEmpty()) {
      return settled;
    }
    begin(fitting.get(0));
    PreparedDesign prepared;
    @Nullable BandedDesign banded;
    try {
      Design design = work.design().get();
      banded = joint == null ? null : joint.prepare(design, work.plan());
      prepared = engine.prepare(design, Rows.runs(work.plan()), settings);
    } catch (CancellationException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      // Pure computation: the same rows would fail again.
      fitting.forEach(recording -> fail(recording, String.valueOf(e.getMessage())));
      return settled;
    }
    try (prepared) {
      double share = (System.nanoTime() - start) / NANOS / fitting.size();
      fitting.forEach(recording -> score(prepared, banded, recording, share));
    }
    return settled;
  }

  private List<Recording> withEqualRows() {
    int rows = Rows.count(work.plan());
    List<Recording> equal = new ArrayList<>();
    for (Recording recording : work.due()) {
      if (recording.rows() == rows) {
        equal.add(recording);
      } else {
        fail(
            recording,
            "rows of recording and features differ: %d != %d".formatted(recording.rows(), rows));
      }
    }
    return equal;
  }

  private void score(
      PreparedDesign prepared,
      @Nullable BandedDesign banded,
      Recording recording,
      double preparation) {
    begin(recording);
    long start = System.nanoTime();
    EncodingScores scores;
    @Nullable BandedScores joined;
    try {
      RecordingMaps known = maps.of(recording);
      scores = prepared.score(recording, known);
      joined = banded == null ? null : banded.score(List.of(recording), List.of(known)).get(0);
    } catch (CancellationException | UncheckedIOException e) {
      // A fault of the disk is the worker's: features may be read from it here too.
      throw e;
    } catch (RuntimeException e) {
      fail(recording, String.valueOf(e.getMessage()));
      return;
    }
    double seconds = preparation + (System.nanoTime() - start) / NANOS;
    requireOurs();
    settled.add(publisher.done(work.unit(), recording, scores, joined, inputs(recording), seconds));
    LOG.info(
        "{} layer {}, {}, against {}: {} s",
        work.unit().name(),
        work.unit().id().layer(),
        work.unit().id().variant(),
        recording.participant(),
        "%.2f".formatted(seconds));
  }

  private void begin(Recording recording) {
    requireOurs();
    publisher.begun(work.unit(), recording, inputs(recording));
  }

  private void fail(Recording recording, String cause) {
    requireOurs();
    settled.add(publisher.failed(work.unit(), recording, inputs(recording), cause));
    LOG.warn(
        "{} layer {}, {}, against {} fails: {}",
        work.unit().name(),
        work.unit().id().layer(),
        work.unit().id().variant(),
        recording.participant(),
        cause);
  }

  private String inputs(Recording recording) {
    return Objects.requireNonNull(work.inputs().get(recording));
  }
}
