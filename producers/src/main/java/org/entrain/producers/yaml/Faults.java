package org.entrain.producers.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entrain.common.InvalidInputException;

/** Faults of one file, gathered so that its author sees all of them at once. */
final class Faults {

  private record Fault(String field, String expected, String found) {}

  private final String file;
  private final List<Fault> faults = new ArrayList<>();

  Faults(String file) {
    this.file = file;
  }

  void add(String field, String expected, String found) {
    faults.add(new Fault(field, expected, found));
  }

  /** Throws if any fault was added. */
  void refuse() {
    if (faults.size() == 1) {
      Fault fault = faults.get(0);
      throw new InvalidInputException(
          file, fault.field(), fault.expected(), fault.found(), "Correct this key.");
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(
          file,
          faults.size() + " keys",
          joined(f -> f.field() + " " + f.expected()),
          joined(f -> f.field() + " " + f.found()),
          "Correct these keys.");
    }
  }

  private String joined(Function<Fault, String> side) {
    return faults.stream().map(side).collect(Collectors.joining("; "));
  }
}
