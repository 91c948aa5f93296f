package org.entrain.embedding;

import java.time.Duration;
import org.entrain.models.LanguageModels;

/**
 * How a worker takes and computes tasks; none of it changes a result beyond rounding.
 *
 * @param batch most sequences of one forward pass; 8–32 is fastest
 * @param threads passes at a time, each on one thread
 * @param models most checkpoints kept in memory, the latest used
 * @param memory bytes of weights that these take together at most; the one in use always fits
 * @param lock how long a task stays with a worker that does not renew it; 1 s or more
 * @param deliveries attempts at a task, the last one included; 2–10
 */
public record EmbeddingSettings(
    int batch, int threads, int models, long memory, Duration lock, int deliveries) {

  private static final int LEAST_DELIVERIES = 2;

  public EmbeddingSettings {
    if (batch < 1
        || threads < 1
        || models < 1
        || memory < 0
        || lock.compareTo(Duration.ofSeconds(1)) < 0
        || deliveries < LEAST_DELIVERIES) {
      throw new IllegalArgumentException(
          "batch %d, threads %d, models %d, memory %d, lock %s, deliveries %d"
              .formatted(batch, threads, models, memory, lock, deliveries));
    }
  }

  /** 32 sequences, 1 thread, 2 models in 5 GiB, 30 s, 5 attempts. */
  public static EmbeddingSettings defaults() {
    return new EmbeddingSettings(
        32, 1, 2, LanguageModels.USUAL_RESIDENT_BYTES, Duration.ofSeconds(30), 5);
  }
}
