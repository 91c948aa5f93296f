package org.entrain.results;

/**
 * Limits of the embedded database.
 *
 * @param memoryMebibytes memory it may use before it spills to disk, MiB
 * @param threads threads it may use
 */
public record DuckDbOptions(int memoryMebibytes, int threads) {

  /** Little, since models and fits run in the same process. */
  public static final DuckDbOptions DEFAULT = new DuckDbOptions(512, 1);

  public DuckDbOptions {
    if (memoryMebibytes < 64 || threads < 1) {
      throw new IllegalArgumentException(
          "at least 64 MiB and one thread: %d MiB, %d threads".formatted(memoryMebibytes, threads));
    }
  }
}
