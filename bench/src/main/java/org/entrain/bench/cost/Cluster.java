package org.entrain.bench.cost;

/**
 * What a campaign takes on workers of two cores each, which share every stage's work, but for what
 * cannot be shared: one process writes the results.
 *
 * @param model fitted costs
 * @param work what is computed
 * @param workers machines of two cores
 */
record Cluster(CostModel model, Work work, int workers) {

  private static final double CORES = 2;
  private static final double DAY = 86_400;

  /** Removal and probes of nine properties of a layer of 5,182 words × 768, measured, CPU-s. */
  private static final double PROBES = 118;

  private static final double PROBES_HIDDEN = 768;

  /** Widening a weight of float16, measured, CPU-s. */
  private static final double WIDENING = 1e-9;

  /** Bytes of a weight in the files. */
  private static final double HALF = 2;

  /** Models that take more as float32 are read anew for every pass: {@code model.memory}. */
  private static final double MODEL_MEMORY = 5.0 * (1 << 30);

  /** Windows of a task: {@code embedding.windows}. */
  private static final double TASK_WINDOWS = 256;

  /** Forward passes, and the reading of weights for them. */
  double embedding() {
    double parameters = work.model().parameters();
    double passes =
        parameters * ModelShape.FLOAT > MODEL_MEMORY
            ? Math.ceil((double) work.windows() / work.model().batch())
            : loads();
    return model.cpu(Part.EMBEDDING, work) + WIDENING * parameters * passes * work.checkpoints();
  }

  /** Workers that load a checkpoint: its tasks go to whoever is free. */
  double loads() {
    return Math.min(workers, Math.ceil(work.windows() / TASK_WINDOWS));
  }

  /** Fits. */
  double encoding() {
    return model.cpu(Part.ENCODING, work);
  }

  /** Removals and probes, as their measured time grows with the width. */
  double properties() {
    return work.properties() == 0
        ? 0
        : PROBES * work.model().hidden() / PROBES_HIDDEN * work.units();
  }

  /** Planner, features, broker, compilers and collectors. */
  double rest() {
    return model.cpu(Part.STREAMS, work) + model.cpu(Part.BROKER, work) + model.cpu(Part.JVM, work);
  }

  /** The results' writer, one thread. */
  double results() {
    return model.cpu(Part.RESULTS, work);
  }

  /** CPU-seconds in all. */
  double total() {
    return embedding() + encoding() + properties() + rest() + results();
  }

  /**
   * Layers of the worker that gets most, over the mean: each goes to a partition by its key. Of n
   * balls in m bins the fullest holds about n/m + √(2 n/m ln m).
   */
  double imbalance() {
    double mean = Math.max(1, work.units() / workers);
    return 1 + Math.sqrt(2 * Math.log(workers) / mean);
  }

  /** Days, if no partition is short. */
  double days() {
    return Math.max(shared(), results() / DAY);
  }

  /** Days of what workers share. */
  private double shared() {
    double keyed = (encoding() + properties() + rest()) * imbalance();
    return (embedding() + keyed) / (CORES * workers) / DAY;
  }

  /** Whether the one writer of results holds all others up. */
  boolean writerBound() {
    return results() / DAY > shared();
  }

  /** Days with so few partitions that some workers have none. */
  double days(int partitions) {
    Cluster fewer = new Cluster(model, work, Math.min(workers, partitions));
    double keyed = (fewer.encoding() + fewer.properties() + fewer.rest()) * fewer.imbalance();
    double first = embedding() / (CORES * workers) / DAY;
    return Math.max(first + keyed / (CORES * fewer.workers) / DAY, results() / DAY);
  }

  /** Bytes of all topics on all brokers. */
  double topics(int replication) {
    double bytes = 0;
    for (String topic : Measurement.TOPICS) {
      bytes += model.bytes(topic, work);
    }
    return bytes * replication;
  }

  /**
   * Bytes that cross the network: every event to a broker and its replicas, activations to features
   * (and properties), features to encoding (twice where removals come later), scores to results,
   * recordings to every worker.
   */
  double network(int replication) {
    int readers = work.properties() == 0 ? 1 : 2;
    return topics(replication)
        + readers * (model.bytes("activations", work) + model.bytes("features", work))
        + model.bytes("scores", work)
        + workers * model.bytes("recordings", work);
  }

  /** Bytes of weights that workers read from where checkpoints are kept. */
  double weights() {
    return work.checkpoints() * loads() * HALF * work.model().parameters();
  }
}
