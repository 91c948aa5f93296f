package org.entrain.math;

/** An outer fold ready to score recordings; holds memory outside the heap. */
interface PreparedFold extends AutoCloseable {

  Fold fold();

  @Override
  void close();
}
