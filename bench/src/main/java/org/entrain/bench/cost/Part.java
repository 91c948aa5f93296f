package org.entrain.bench.cost;

import java.util.List;

/** Who uses CPU time in a process that runs every stage; told apart by the names of threads. */
enum Part {
  /** Loading models and forward passes. */
  EMBEDDING("embedding"),
  /** Planner and features, Kafka Streams with their stores. */
  STREAMS("planner", "features", "entrain-planner", "entrain-feature", "entrain-planne"),
  /** Ridge fits and permutations. */
  ENCODING("encoding", "entrain-math"),
  /** The database of results. */
  RESULTS("results"),
  /** Compilers and garbage collection. */
  JVM("C1 ", "C2 ", "GC ", "G1 ", "VM ", "Sweeper", "Reference Handl", "Finalizer"),
  /** Broker, clients, replay, start. */
  BROKER;

  private final List<String> prefixes;

  Part(String... prefixes) {
    this.prefixes = List.of(prefixes);
  }

  /**
   * Whose a thread is.
   *
   * @param thread first 15 characters of its name, as Linux has them
   */
  static Part of(String thread) {
    for (Part part : values()) {
      if (part.prefixes.stream().anyMatch(thread::startsWith)) {
        return part;
      }
    }
    return BROKER;
  }
}
