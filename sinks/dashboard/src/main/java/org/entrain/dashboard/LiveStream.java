package org.entrain.dashboard;

import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.entrain.results.Comparison;

/** A run as it goes on; what the page asks of it. Called from several threads. */
public interface LiveStream {

  /** Where it stands. */
  StreamView view();

  /** Grows with every batch of results that is committed. */
  long commits();

  /**
   * Announces more checkpoints.
   *
   * @param path folder of a checkpoint or of checkpoints, {@code NAME=DIR} or {@code DIR}
   * @return what was done, for people
   * @throws InvalidInputException if there is none that can be used, or the folder is not in a
   *     place that the page may name
   */
  String add(String path);

  /**
   * Compares the results with those of another state, on which nothing runs.
   *
   * @param state its folder
   * @throws InvalidInputException if there are no such results, or the folder is not in a place
   *     that the page may name
   */
  Comparison compare(String state);

  /** What the run is of and by: settings, versions, data. By name. */
  Map<String, String> facts();
}
