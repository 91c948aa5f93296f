package org.entrain.bench.cost;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a run costs: sums of {@link Term}s, whose coefficients are fitted to measured runs.
 *
 * <p>CPU-seconds are those of every {@link Part}; bytes of a topic are its arrays, which are known
 * ({@link TopicBytes}), and a fitted overhead; wall time of a single process on two cores is a
 * start and the longest of embedding, encoding, and half of all CPU time.
 */
final class CostModel {

  private static final double CORES = 2;

  private final Map<Part, Coefficients> cpu = new EnumMap<>(Part.class);
  private final Map<String, Coefficients> overheads = new TreeMap<>();
  private final Coefficients database;
  private final double start;

  /** Fits the model to runs alone. */
  CostModel(List<Measurement> measurements) {
    this(measurements, List.of());
  }

  /** Fits the model to runs and to figures of real shapes. */
  CostModel(List<Measurement> measurements, List<RealShape> figures) {
    for (Part part : Part.values()) {
      cpu.put(
          part,
          Coefficients.fit(
              Term.ofCpu(part),
              measurements,
              run -> run.cpu().get(part),
              1,
              figures.stream().filter(figure -> figure.part() == part).toList()));
    }
    for (String topic : Measurement.TOPICS) {
      overheads.put(
          topic,
          Coefficients.fit(
              TopicBytes.overhead(topic),
              measurements,
              run ->
                  Objects.requireNonNull(run.bytes().get(topic))
                      - TopicBytes.sent(topic, run.work()),
              1));
    }
    database = Coefficients.fit(Term.ofDatabase(), measurements, run -> (double) run.database(), 0);
    start =
        measurements.stream()
            .mapToDouble(run -> Math.max(0, run.wall() - busy(run.work())))
            .average()
            .orElseThrow();
  }

  /** CPU-seconds of a part. */
  double cpu(Part part, Work work) {
    return Objects.requireNonNull(cpu.get(part)).of(work);
  }

  /** CPU-seconds in all. */
  double cpu(Work work) {
    return cpu.values().stream().mapToDouble(each -> each.of(work)).sum();
  }

  /** What a part's terms cost, s. */
  Coefficients rates(Part part) {
    return Objects.requireNonNull(cpu.get(part));
  }

  /** Bytes of a topic's log, one replica. */
  double bytes(String topic, Work work) {
    return TopicBytes.sent(topic, work) + Objects.requireNonNull(overheads.get(topic)).of(work);
  }

  /** Bytes of the database of results. */
  double database(Work work) {
    return database.of(work);
  }

  /** Wall time of a process on two cores with one thread a stage, s. */
  double wall(Work work) {
    return start + busy(work);
  }

  private double busy(Work work) {
    return Math.max(
        Math.max(cpu(Part.EMBEDDING, work), cpu(Part.ENCODING, work)), cpu(work) / CORES);
  }

  /** The fitted constants of CPU time, for people. */
  String cpuConstants() {
    StringBuilder text = new StringBuilder();
    cpu.forEach(
        (part, each) ->
            text.append(
                String.format("%s, s: %s%n", part.name().toLowerCase(Locale.ROOT), each.text())));
    return text.toString();
  }

  /** The fitted constants, for people. */
  String constants() {
    StringBuilder text = new StringBuilder(cpuConstants());
    overheads.forEach(
        (topic, each) ->
            text.append(String.format("%s, bytes beside arrays: %s%n", topic, each.text())));
    return text.append(String.format(Locale.ROOT, "database, bytes: %s%n", database.text()))
        .append(String.format(Locale.ROOT, "start of wall time: %.1f s%n", start))
        .toString();
  }
}
