package org.entrain.encoding;

import java.util.Collection;
import java.util.List;
import org.entrain.gathering.Ungathered;
import org.entrain.schemas.avro.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Fits of baselines that are due. Their features need no rows, so nothing is gathered for them
 * ({@link Ungathered}). Not thread-safe.
 */
final class BaselineFits {

  /** Their rows stand nowhere. */
  private static final long NO_OFFSET = -1;

  private final DueWork dueWork;
  private final int partitions;
  private final boolean zScorePerRun;

  /**
   * @param partitions number of partitions that the workers share
   */
  BaselineFits(DueWork dueWork, int partitions, boolean zScorePerRun) {
    this.dueWork = dueWork;
    this.partitions = partitions;
    this.zScorePerRun = zScorePerRun;
  }

  /**
   * The next fit that is due for a recording; null if none is.
   *
   * @param owned this worker's partitions
   */
  @Nullable Work next(Collection<Integer> owned) {
    for (Plan plan : dueWork.baselines()) {
      int partition = Ungathered.partition(plan, partitions);
      if (!owned.contains(partition)) {
        continue;
      }
      for (int layer : plan.getLayers()) {
        UnitLayer id = UnitLayer.initial(plan.getUnit(), layer);
        List<Recording> due = dueWork.due(id);
        if (!due.isEmpty()) {
          FitUnit unit =
              new FitUnit(id, plan.getModel(), plan.getStep(), partition, NO_OFFSET, NO_OFFSET);
          return new Work(
              unit, () -> Baseline.design(plan, zScorePerRun), plan, due, dueWork.inputs(id, due));
        }
      }
    }
    return null;
  }
}
