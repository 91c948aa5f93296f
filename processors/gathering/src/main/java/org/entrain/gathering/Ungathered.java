package org.entrain.gathering;

import org.entrain.schemas.avro.Plan;

/** Units whose words and rows follow from their plan, so that no topic has them. */
public final class Ungathered {

  private Ungathered() {}

  /**
   * Partition of the input topic that a unit's identity falls on: of the workers, who all read the
   * plans, the one that has it computes the unit.
   *
   * @param partitions number of partitions that the workers share
   */
  public static int partition(Plan plan, int partitions) {
    return Math.floorMod(plan.getUnit().hashCode(), partitions);
  }
}
