package org.entrain.gathering;

import java.nio.file.Path;
import java.util.List;

/** The rows of one unit, or of one of its layers, while they arrive. Not thread-safe. */
public final class Gather implements AutoCloseable {

  private final InputRow first;
  private final int partition;
  private final Spool spool;
  private long firstOffset = Long.MAX_VALUE;
  private long lastOffset = -1;
  private boolean doubtful;

  /**
   * @param first any of its rows
   * @param partition partition that holds all of them
   */
  Gather(InputRow first, int partition, Path file) {
    this.first = first;
    this.partition = partition;
    int bytes = first.values().stream().mapToInt(part -> part.remaining()).sum();
    spool = new Spool(file, bytes / Float.BYTES);
  }

  /** Whether a row has the shape of the first one. */
  boolean agrees(InputRow row) {
    return row.rows() == first.rows() && row.lengths().equals(first.lengths());
  }

  /**
   * Takes in a row that {@linkplain #agrees agrees}; one that is there already changes nothing.
   *
   * @throws IllegalArgumentException when it is no whole number of floats long
   */
  void add(InputRow row, long offset) {
    if (spool.add(row.index(), row.values())) {
      firstOffset = Math.min(firstOffset, offset);
      lastOffset = Math.max(lastOffset, offset);
    }
  }

  /** Takes notice of a row of another shape, without it: the plan will tell which is wrong. */
  void doubt(long offset) {
    doubtful = true;
    firstOffset = Math.min(firstOffset, offset);
  }

  /** Whether a row has come, taken in or not, that may be of another shape than the plan's. */
  boolean contradicts(RowShape planned) {
    return doubtful || !planned.fits(first);
  }

  public String unit() {
    return first.unit();
  }

  public int partition() {
    return partition;
  }

  /** Lowest offset of a row; what is committed must not pass it while the gather is open. */
  public long firstOffset() {
    return firstOffset;
  }

  /** Highest offset of a row. */
  public long lastOffset() {
    return lastOffset;
  }

  /** Number of rows as its records have it, -1 when only the plan tells. */
  public int rows() {
    return first.rows();
  }

  /** Layers as its records have it. */
  public List<Integer> layers() {
    return first.layers();
  }

  public Spool spool() {
    return spool;
  }

  /** Name of the model. */
  public String model() {
    return first.model();
  }

  /** Training step of the checkpoint. */
  public long step() {
    return first.step();
  }

  @Override
  public void close() {
    spool.close();
  }
}
