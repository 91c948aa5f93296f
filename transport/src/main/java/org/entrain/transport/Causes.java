package org.entrain.transport;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Chains of causes. */
final class Causes {

  private Causes() {}

  /** Whether an exception, or one that caused it, is as wanted. */
  static boolean any(Throwable exception, Predicate<Throwable> wanted) {
    for (@Nullable Throwable t = exception; t != null; t = t.getCause()) {
      if (wanted.test(t)) {
        return true;
      }
    }
    return false;
  }
}
