package org.entrain.app.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.ProgressReporter;

/**
 * The latest state of every piece of work. Fits and removals are silent while they go on, so those
 * told to be under way before this process began are taken for abandoned. A worker that is killed
 * leaves what it told last, so {@code RUNNING} holds for {@link #SILENCE_MS} only; that of an
 * embedding task for as long as the task had taken by then, if that is longer, since a large model
 * is silent during each of its passes. Features are exempt: they are silent whenever nothing
 * arrives, and go on from where they were. For one thread.
 */
final class LatestProgress {

  /** Time without word after which a worker is taken for gone, milliseconds. */
  static final long SILENCE_MS = 60_000;

  private static final double MILLIS = 1e3;
  private static final Set<String> SILENT = Set.of("encoding", "properties");
  private static final Set<String> TALKING = Set.of(ProgressReporter.LOADING, UnderWay.EMBEDDING);

  private final long began;
  private final Map<String, Told> latest = new HashMap<>();

  /**
   * @param began when this process began, milliseconds since 1970
   */
  LatestProgress(long began) {
    this.began = began;
  }

  /**
   * A state and when it was told.
   *
   * @param time of the record, milliseconds since 1970
   */
  private record Told(Progress state, long time) {

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
    latest.put(ProgressReporter.key(state), new Told(state, time));
  }

  /**
   * What holds still.
   *
   * @param now milliseconds since 1970
   */
  List<Progress> at(long now) {
    return latest.values().stream()
        .filter(told -> told.holds(now, began))
        .map(Told::state)
        .toList();
  }
}
