package org.entrain.math;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The outer folds of a design. Where all of them fit into the memory they are prepared once and
 * held, so that recordings share them; otherwise each is prepared anew for every recording and
 * closed before the next.
 */
final class PreparedFolds<T extends PreparedFold> implements AutoCloseable {

  private final List<Fold> folds;
  private final Function<Fold, T> prepare;
  private final List<T> held;

  /**
   * @param bytes estimate of what all prepared folds hold
   * @param memory bytes they may hold
   */
  PreparedFolds(List<Fold> folds, Function<Fold, T> prepare, long bytes, long memory) {
    this.folds = List.copyOf(folds);
    this.prepare = prepare;
    held = new ArrayList<>();
    if (bytes <= memory) {
      try {
        folds.forEach(fold -> held.add(prepare.apply(fold)));
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }
  }

  List<Fold> folds() {
    return folds;
  }

  /** Hands out the folds: all at once where they are held, otherwise one after the other. */
  void forEach(Consumer<List<T>> work) {
    if (!held.isEmpty()) {
      work.accept(held);
      return;
    }
    for (Fold fold : folds) {
      try (T prepared = prepare.apply(fold)) {
        work.accept(List.of(prepared));
      }
    }
  }

  @Override
  public void close() {
    held.forEach(PreparedFold::close);
  }
}
