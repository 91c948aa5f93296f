package org.entrain.results;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter of fits as a condition on {@code named_fits f}.
 *
 * @param where the condition, with a question mark for each value
 * @param values the values
 */
record FitConditions(String where, List<Object> values) {

  static FitConditions of(FitFilter filter) {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    add(conditions, values, "model", filter.model());
    add(conditions, values, "step", filter.step());
    add(conditions, values, "kind", filter.kind() == null ? null : filter.kind().name());
    add(conditions, values, "layer", filter.layer());
    add(conditions, values, "variant", filter.variant());
    add(conditions, values, "participant", filter.participant());
    return new FitConditions(
        conditions.isEmpty() ? "1 = 1" : String.join(" AND ", conditions), values);
  }

  private static void add(
      List<String> conditions, List<Object> values, String column, @Nullable Object value) {
    if (value != null) {
      conditions.add("f." + column + " = ?");
      values.add(value);
    }
  }
}
