package org.entrain.app.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entrain.schemas.FitPart;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.ProgressReporter;

/**
 * The latest state of every piece of work. Fits and removals are silent while they go on, so those
 * told to be under way before this process began are taken for abandoned. A worker that is killed
 * leaves what it told last, so {@code RUNNING} holds for {@link #SILENCE_MS} only; that of an
 * embedding task for as long as the task had taken by then, if that is longer, since a large model
 * is silent during each of its passes. Features are exempt: they are silent whenever nothing
 * arrives, and go on from where they were. A fit that is done or failed replaces what was told of
 * it in another number of shares of the voxels, as it does in the database. For one thread.
 */
final class LatestProgress {

  /** Time without word after which a worker is taken for gone, milliseconds. */
  static final long SILENCE_MS = 60_000;

  private static final double MILLIS = 1e3;
  private static final Set<String> SILENT = Set.of(FitPart.STAGE, "properties");
  private static final Set<String> TALKING = Set.of(ProgressReporter.LOADING, UnderWay.EMBEDDING);

  private final long began;

  /** By part. */
  private final Map<Work, Map<String, Told>> latest = new HashMap<>();

  /**
   * @param began when this process began, milliseconds since 1970
   */
  LatestProgress(long began) {
    this.began = began;
  }

  /** A piece of work: a fit with all shares of the voxels, or what else has a part of its own. */
  private record Work(String stage, String unit, String part) {}

  /**
   * A state and when it was told.
   *
   * @param shares shares of the voxels that the work is divided into
   * @param time of the record, milliseconds since 1970
   */
  private record Told(Progress state, int shares, long time) {

    boolean holds(long now, long began) {
      if (state.getState() == WorkState.RUNNING && SILENT.contains(state.getStage())) {
        return time >= began;
      }
      if (state.getState() != WorkState.RUNNING || !TALKING.contains(state.getStage())) {
        return true;
      }
      boolean passes = state.getStage().equals(UnderWay.EMBEDDING) && state.getRate() > 0;
      double taken = passes ? state.getDone() / state.getRate() : 0;
      return now - time <= Math.max(SILENCE_MS, taken * MILLIS);
    }
  }

  /** Replaces what was told of the same work before. */
  void put(Progress state, long time) {
    Optional<FitPart> fit = FitPart.of(state);
    String part = fit.map(shared -> shared.whole().text()).orElse(state.getPart());
    int shares = fit.map(FitPart::shares).orElse(1);
    Map<String, Told> parts =
        latest.computeIfAbsent(
            new Work(state.getStage(), state.getUnit(), part), work -> new HashMap<>());
    if (state.getState() == WorkState.DONE || state.getState() == WorkState.FAILED) {
      parts.values().removeIf(told -> told.shares != shares);
    }
    parts.put(state.getPart(), new Told(state, shares, time));
  }

  /**
   * What holds still.
   *
   * @param now milliseconds since 1970
   */
  List<Progress> at(long now) {
    return latest.values().stream()
        .flatMap(parts -> parts.values().stream())
        .filter(told -> told.holds(now, began))
        .map(Told::state)
        .toList();
  }
}
