package org.entrain.results;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Which results are asked for.
 *
 * @param baselines whether the baselines are
 * @param properties linguistic properties, with the scores without each; null: all
 */
public record Selection(boolean baselines, @Nullable Set<String> properties) {

  /** Scores whose representations lack no property: they are in every selection. */
  static final Set<String> WHOLE = Set.of("initial", "with-word-rate");

  private static final String ALL = "all";

  public Selection {
    properties = properties == null ? null : Set.copyOf(properties);
  }

  /** Every property. */
  public static Selection of(boolean baselines) {
    return new Selection(baselines, null);
  }

  /**
   * Some properties.
   *
   * @param properties names with commas between them; null or {@code all} for every one, no name
   *     for none
   */
  public static Selection of(boolean baselines, @Nullable String properties) {
    return properties == null || properties.equals(ALL)
        ? of(baselines)
        : new Selection(
            baselines,
            Arrays.stream(properties.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()));
  }

  /** The properties as {@link #of(boolean, String)} has them. */
  public String text() {
    return properties == null ? ALL : String.join(",", new TreeSet<>(properties));
  }

  boolean property(String name) {
    return properties == null || properties.contains(name);
  }

  boolean variant(String name) {
    return WHOLE.contains(name) || property(name);
  }

  /** The selected of some rows that are each of a property. */
  public <T> List<T> filter(List<T> rows, Function<T, String> property) {
    return rows.stream().filter(row -> property(property.apply(row))).toList();
  }

  /**
   * Checks the names.
   *
   * @param names variants that there are scores of, properties that there are labels or probes of
   * @throws InvalidInputException if there is no such property
   */
  void check(List<String> names) {
    if (properties == null) {
      return;
    }
    TreeSet<String> known =
        names.stream()
            .filter(name -> !WHOLE.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : new TreeSet<>(properties)) {
      if (!known.contains(name)) {
        throw new InvalidInputException(
            "results",
            "properties",
            known.isEmpty() ? "none, for there are none yet" : String.join(", ", known),
            name,
            "Ask for properties that there are, or for all.");
      }
    }
  }
}
