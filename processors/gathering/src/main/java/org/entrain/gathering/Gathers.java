package org.entrain.gathering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The open gathers of a worker's partitions. Not thread-safe. */
public final class Gathers implements AutoCloseable {

  private final Path folder;
  private final Function<String, Optional<RowShape>> planned;
  private final Map<String, Gather> open = new LinkedHashMap<>();
  private long files;

  /**
   * @param folder folder of the spools; what an earlier run left there is deleted, because every
   *     row that matters will be read again
   * @param planned shape of a unit's rows, as its plan has it; empty as long as it has none
   */
  public Gathers(Path folder, Function<String, Optional<RowShape>> planned) {
    this.folder = folder;
    this.planned = planned;
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
   * Takes in a row; the first of something wanted opens its gather. Rows that contradict each other
   * before their plan is known are left to {@link #closeContradicted}.
   *
   * @param wanted whether rows of this kind are wanted, if none of them is there yet
   * @throws IllegalArgumentException when it contradicts its plan
   */
  public void accept(InputRow row, int partition, long offset, Predicate<InputRow> wanted) {
    Gather gather = open.get(row.gather());
    if (gather == null && !wanted.test(row)) {
      return;
    }
    planned.apply(row.unit()).ifPresent(shape -> shape.require(row));
    if (gather == null) {
      begin(row, partition, offset);
    } else if (gather.agrees(row)) {
      gather.add(row, offset);
    } else {
      gather.doubt(offset);
    }
  }

  private void begin(InputRow row, int partition, long offset) {
    Gather gather = new Gather(row, partition, folder.resolve(files++ + ".f32"));
    try {
      gather.add(row, offset);
    } catch (RuntimeException e) {
      // An open gather without a row would fix a shape that no row has.
      gather.close();
      throw e;
    }
    open.put(row.gather(), gather);
  }

  /** Open gathers, in the order of their first rows. */
  public List<Gather> open() {
    return List.copyOf(open.values());
  }

  /**
   * Closes gathers with rows that came before their plan and contradict it, or each other. Returns
   * the offsets that their partitions have to be read again from: then each row is held against the
   * plan, and a wrong one refused alone.
   */
  public Map<Integer, Long> closeContradicted() {
    Map<Integer, Long> again = new HashMap<>();
    close(
        gather -> {
          boolean contradicted =
              planned.apply(gather.unit()).filter(gather::contradicts).isPresent();
          if (contradicted) {
            again.merge(gather.partition(), gather.firstOffset(), Math::min);
          }
          return contradicted;
        });
    return again;
  }

  /** Forgets everything of partitions that another worker has from now on. */
  public void drop(Collection<Integer> partitions) {
    close(gather -> partitions.contains(gather.partition()));
  }

  /** Lowest offset that open gathers of a partition still need; {@code position} without any. */
  public long pin(int partition, long position) {
    return open.values().stream()
        .filter(gather -> gather.partition() == partition)
        .mapToLong(Gather::firstOffset)
        .reduce(position, Math::min);
  }

  /** Closes some gathers. */
  public void close(Predicate<Gather> which) {
    Iterator<Gather> gathers = open.values().iterator();
    while (gathers.hasNext()) {
      Gather gather = gathers.next();
      if (which.test(gather)) {
        gather.close();
        gathers.remove();
      }
    }
  }

  @Override
  public void close() {
    close(gather -> true);
  }
}
