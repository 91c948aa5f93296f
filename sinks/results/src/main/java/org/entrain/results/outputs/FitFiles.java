package org.entrain.results.outputs;

import java.io.IOException;
import java.util.List;
import org.entrain.results.FitScores;
import org.entrain.results.StoredFit;

/** Writes files of fits, one fit after the other. */
interface FitFiles {

  /**
   * Checks that these fits can be written, before any file is.
   *
   * @throws org.entrain.common.InvalidInputException if not
   */
  default void check(List<StoredFit> fits) {}

  /** Writes the files of a fit. */
  void write(FitScores scores, String name) throws IOException;

  /** Writes what lists the files. */
  void finish() throws OutputStopped;
}
