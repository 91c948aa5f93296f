package org.entrain.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.entrain.schemas.avro.Plan;
import org.jspecify.annotations.Nullable;

/**
 * The open gathers of this worker's partitions. A gather opens with the first row of something
 * wanted and closes when none of its layers is wanted any more. Not thread-safe.
 */
final class Gatherer implements AutoCloseable {

  private final RowInput input;
  private final DueWork dueWork;
  private final Path folder;
  private final Map<String, Gather> open = new LinkedHashMap<>();
  private long files;

  /**
   * @param folder folder of the spools; what an earlier run left there is deleted, because every
   *     row that matters will be read again
   */
  Gatherer(RowInput input, DueWork dueWork, Path folder) {
    this.input = input;
    this.dueWork = dueWork;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> left = Files.list(folder)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes in a row.
   *
   * @throws IllegalArgumentException when it contradicts other rows of its gather
   */
  void accept(InputRow row, int partition, long offset) {
    Gather gather = open.get(row.gather());
    if (gather == null) {
      if (!wanted(row.unit(), row.layers())) {
        return;
      }
      gather = new Gather(row, partition, folder.resolve(files++ + ".f32"));
      open.put(row.gather(), gather);
    }
    gather.add(row, offset);
  }

  /** The next fit whose rows are complete and that is due for a recording; null if none is. */
  @Nullable Work next() {
    for (Gather gather : open.values()) {
      Plan plan = dueWork.plan(gather.unit());
      if (plan == null || !input.complete(gather, plan)) {
        continue;
      }
      for (int layer : input.layers(gather, plan)) {
        List<Recording> due = dueWork.due(new UnitLayer(gather.unit(), layer));
        if (!due.isEmpty()) {
          return new Work(gather.unit(layer), () -> input.design(gather, plan, layer), plan, due);
        }
      }
    }
    return null;
  }

  /** Closes what is settled for every complete recording, or was never ours. */
  void closeSettled() {
    close(
        gather -> {
          Plan plan = dueWork.plan(gather.unit());
          return plan != null && !wanted(gather.unit(), input.layers(gather, plan));
        });
  }

  /** Forgets everything of partitions that another worker has from now on. */
  void drop(Collection<Integer> partitions) {
    close(gather -> partitions.contains(gather.partition()));
  }

  /** Lowest offset that open gathers of a partition still need; {@code position} without any. */
  long pin(int partition, long position) {
    return open.values().stream()
        .filter(gather -> gather.partition() == partition)
        .mapToLong(Gather::firstOffset)
        .reduce(position, Math::min);
  }

  /**
   * Whether rows from this place on are being gathered already, or all rows are there.
   *
   * @param offset where the layer's rows begin
   */
  boolean covers(UnitLayer id, long offset) {
    Plan plan = dueWork.plan(id.unit());
    return plan != null
        && open.values().stream()
            .filter(gather -> gather.unit().equals(id.unit()))
            .filter(gather -> input.layers(gather, plan).contains(id.layer()))
            .anyMatch(g -> g.firstOffset() <= offset || input.complete(g, plan));
  }

  @Override
  public void close() {
    close(gather -> true);
  }

  /** Layers are unknown as long as the plan is: then the unit is wanted. */
  private boolean wanted(String unit, List<Integer> known) {
    Plan plan = dueWork.plan(unit);
    List<Integer> layers = known.isEmpty() && plan != null ? plan.getLayers() : known;
    return layers.isEmpty()
        || layers.stream().anyMatch(layer -> dueWork.wanted(new UnitLayer(unit, layer)));
  }

  private void close(Predicate<Gather> which) {
    Iterator<Gather> gathers = open.values().iterator();
    while (gathers.hasNext()) {
      Gather gather = gathers.next();
      if (which.test(gather)) {
        gather.close();
        gathers.remove();
      }
    }
  }
}
