package org.entrain.bench.cluster;

import java.util.Random;
import org.entrain.schemas.Topic;

/** Random moments within the work of a stage. */
final class Moments {

  /** Records that the work on the sample leaves at least, less some so that work is left. */
  private static final int TASKS = 2;

  private static final int ACTIVATIONS = 1_000;
  private static final int ROWS = 700;
  private static final int FITS = 8;
  private static final int REMOVALS = 4;
  private static final int JITTER_MS = 500;

  private Moments() {}

  /** Topic that a stage writes to. */
  static Topic<?> output(Site site, String stage) {
    return switch (stage) {
      case "planner" -> site.topics().embeddingTasks();
      case "embedding" -> site.topics().activations();
      case "features" -> site.topics().features();
      case "properties" -> site.topics().removals();
      default -> site.topics().scores();
    };
  }

  /** Waits for a moment at which a stage has written some of what it is to write. */
  static void within(Site site, String stage, Random random) throws Exception {
    site.await(output(site, stage), 1L + random.nextInt(records(stage)));
    Thread.sleep(random.nextInt(JITTER_MS));
  }

  private static int records(String stage) {
    return switch (stage) {
      case "planner" -> TASKS;
      case "embedding" -> ACTIVATIONS;
      case "features" -> ROWS;
      case "properties" -> REMOVALS;
      default -> FITS;
    };
  }
}
