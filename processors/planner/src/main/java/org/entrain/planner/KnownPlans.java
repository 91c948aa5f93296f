package org.entrain.planner;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.entrain.schemas.avro.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Every plan of a stimulus and weights so far, whichever settings it was made with: what the topic
 * held when this is first asked, and what was planned since. Not thread-safe.
 */
final class KnownPlans {

  private final Supplier<List<Plan>> earlier;
  private @Nullable Map<String, Map<String, Plan>> plans;

  /**
   * @param earlier reads the topic
   */
  KnownPlans(Supplier<List<Plan>> earlier) {
    this.earlier = earlier;
  }

  /** Plans in the order of their publication. */
  List<Plan> of(String stimulus, String identity) {
    return List.copyOf(known().getOrDefault(key(stimulus, identity), Map.of()).values());
  }

  /** Takes in a plan that is published now. */
  void add(Plan plan) {
    add(known(), plan);
  }

  private Map<String, Map<String, Plan>> known() {
    Map<String, Map<String, Plan>> known = plans;
    if (known == null) {
      known = new HashMap<>();
      for (Plan plan : earlier.get()) {
        add(known, plan);
      }
      plans = known;
    }
    return known;
  }

  private static void add(Map<String, Map<String, Plan>> known, Plan plan) {
    known
        .computeIfAbsent(
            key(plan.getStimulus(), plan.getIdentity()), absent -> new LinkedHashMap<>())
        .put(plan.getUnit(), plan);
  }

  private static String key(String stimulus, String identity) {
    return stimulus + "/" + identity;
  }
}
