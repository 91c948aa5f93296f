package org.entrain.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.entrain.app.Refusal;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Gathers the faults of independent checks, so that users see all of them at once. */
public final class FaultList {

  private final List<String> faults = new ArrayList<>();

  /** Runs a check; null if it found a fault. */
  public <T> @Nullable T attempt(Supplier<T> check) {
    try {
      return check.get();
    } catch (InvalidInputException | Refusal e) {
      faults.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Adds faults found elsewhere, unless nothing has failed here. */
  void addToOthers(List<String> more) {
    if (!faults.isEmpty()) {
      faults.addAll(more);
    }
  }

  /** What has failed so far. */
  List<String> messages() {
    return List.copyOf(faults);
  }

  /**
   * The value of a check, once nothing has failed.
   *
   * @throws Refusal that names all faults found so far
   */
  public <T> T require(@Nullable T value) {
    if (!faults.isEmpty() || value == null) {
      throw Refusal.of(faults);
    }
    return value;
  }
}
