package org.entrain.encoding;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrain.gathering.Gather;
import org.entrain.gathering.Gathers;
import org.entrain.gathering.InputRow;
import org.entrain.gathering.RowShape;
import org.entrain.schemas.avro.Plan;
import org.jspecify.annotations.Nullable;

/**
 * The open gathers of this worker's partitions. A gather opens with the first row of something
 * wanted and closes when none of its layers is wanted any more. Not thread-safe.
 */
final class Gatherer implements AutoCloseable {

  private final RowInput input;
  private final DueWork dueWork;
  private final Gathers gathers;

  /**
   * @param folder folder of the spools, emptied
   */
  Gatherer(RowInput input, DueWork dueWork, Path folder) {
    this.input = input;
    this.dueWork = dueWork;
    gathers = new Gathers(folder, this::shape);
  }

  /**
   * Takes in a row.
   *
   * @throws IllegalArgumentException when it contradicts its plan
   */
  void accept(InputRow row, int partition, long offset) {
    gathers.accept(row, partition, offset, any -> wanted(any.unit(), any.layers()));
  }

  /** The next fit whose rows are complete and that is due for a recording; null if none is. */
  @Nullable Work next() {
    for (Gather gather : gathers.open()) {
      Plan plan = dueWork.plan(gather.unit());
      if (plan == null || !input.complete(gather, plan)) {
        continue;
      }
      for (int layer : input.layers(gather, plan)) {
        for (UnitLayer id : dueWork.variants(gather.unit(), layer)) {
          List<Recording> due = dueWork.due(id);
          if (!due.isEmpty()) {
            RemovedProperty removed = dueWork.removed(id);
            return new Work(
                FitUnit.of(gather, id),
                () -> input.design(gather, plan, layer, removed),
                plan,
                due,
                dueWork.inputs(id, due));
          }
        }
      }
    }
    return null;
  }

  /** Closes what is settled for every complete recording, or was never ours. */
  void closeSettled() {
    gathers.close(
        gather -> {
          Plan plan = dueWork.plan(gather.unit());
          return plan != null && !wanted(gather.unit(), input.layers(gather, plan));
        });
  }

  /** As {@link Gathers#closeContradicted}. */
  Map<Integer, Long> closeContradicted() {
    return gathers.closeContradicted();
  }

  /** Forgets everything of partitions that another worker has from now on. */
  void drop(Collection<Integer> partitions) {
    gathers.drop(partitions);
  }

  /** Lowest offset that open gathers of a partition still need; {@code position} without any. */
  long pin(int partition, long position) {
    return gathers.pin(partition, position);
  }

  /**
   * Whether rows from this place on are being gathered already, or all rows are there.
   *
   * @param offset where the layer's rows begin
   */
  boolean covers(UnitLayer id, long offset) {
    Plan plan = dueWork.plan(id.unit());
    return plan != null
        && gathers.open().stream()
            .filter(gather -> gather.unit().equals(id.unit()))
            .filter(gather -> input.layers(gather, plan).contains(id.layer()))
            .anyMatch(g -> g.firstOffset() <= offset || input.complete(g, plan));
  }

  @Override
  public void close() {
    gathers.close();
  }

  /** The plan of a unit that could not be planned says nothing of rows. */
  private Optional<RowShape> shape(String unit) {
    Plan plan = dueWork.plan(unit);
    return plan == null || plan.getCause() != null
        ? Optional.empty()
        : Optional.of(input.shape(plan));
  }

  /** Layers are unknown as long as the plan is: then the unit is wanted. */
  private boolean wanted(String unit, List<Integer> known) {
    Plan plan = dueWork.plan(unit);
    List<Integer> layers = known.isEmpty() && plan != null ? plan.getLayers() : known;
    return layers.isEmpty() || layers.stream().anyMatch(layer -> dueWork.wanted(unit, layer));
  }
}
