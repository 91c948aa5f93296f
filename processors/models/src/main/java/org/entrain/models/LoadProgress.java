package org.entrain.models;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.entrain.models.weights.TensorEntry;

/** Adds up what several threads read of some tensors. Thread-safe. */
final class LoadProgress {

  private final AtomicLong done = new AtomicLong();
  private final long total;
  private final LoadListener listener;

  LoadProgress(Collection<TensorEntry> entries, LoadListener listener) {
    this.total = entries.stream().mapToLong(TensorEntry::bytes).sum();
    this.listener = listener;
  }

  void add(long bytes) {
    listener.loaded(done.addAndGet(bytes), total);
  }
}
