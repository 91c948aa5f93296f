package org.entrain.gathering;

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

/** The open gathers of a worker's partitions. Not thread-safe. */
public final class Gathers implements AutoCloseable {

  private final Path folder;
  private final Map<String, Gather> open = new LinkedHashMap<>();
  private long files;

  /**
   * @param folder folder of the spools; what an earlier run left there is deleted, because every
   *     row that matters will be read again
   */
  public Gathers(Path folder) {
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
   * Takes in a row; the first of something wanted opens its gather.
   *
   * @param wanted whether rows of this kind are wanted, if none of them is there yet
   * @throws IllegalArgumentException when it contradicts other rows of its gather
   */
  public void accept(InputRow row, int partition, long offset, Predicate<InputRow> wanted) {
    Gather gather = open.get(row.gather());
    if (gather == null) {
      if (!wanted.test(row)) {
        return;
      }
      gather = new Gather(row, partition, folder.resolve(files++ + ".f32"));
      open.put(row.gather(), gather);
    }
    gather.add(row, offset);
  }

  /** Open gathers, in the order of their first rows. */
  public List<Gather> open() {
    return List.copyOf(open.values());
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
