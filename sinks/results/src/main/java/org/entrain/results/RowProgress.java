package org.entrain.results;

import java.io.IOException;

/** Is told how far the reading of scores is. */
@FunctionalInterface
public interface RowProgress {

  /** Tells nobody. */
  RowProgress NONE = rows -> {};

  /**
   * So many rows are read.
   *
   * @throws IOException if nobody wants the rest
   */
  void read(long rows) throws IOException;
}
