package org.entrain.gathering;

import java.util.List;
import java.util.concurrent.Callable;
import org.entrain.schemas.avro.Progress;

/** A computation on gathered rows; its result is the progress it has published. */
public interface Job extends Callable<List<Progress>> {

  /** Partition that its rows are of. */
  int partition();

  /** Nothing more is published: the rows belong to another worker from now on. */
  void cancel();

  boolean cancelled();
}
