package org.entrain.bench.cost;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A run that was measured.
 *
 * @param work what it computed
 * @param cpu CPU-seconds of every part
 * @param wall wall time, s
 * @param bytes bytes of the broker's log of every topic, {@code changelogs} for all stores' topics
 * @param database bytes of the database of results
 */
record Measurement(
    Work work, Map<Part, Double> cpu, double wall, Map<String, Long> bytes, long database) {

  /** Topics that are measured. */
  static final List<String> TOPICS =
      List.of("recordings", "activations", "features", "scores", "changelogs", "other");

  Measurement {
    cpu = new EnumMap<>(cpu);
    bytes = new TreeMap<>(bytes);
  }

  double cpuSeconds() {
    return cpu.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Names of the columns of a line. */
  static String header() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "blocks",
                "hidden",
                "vocabulary",
                "batch",
                "checkpoints",
                "layers",
                "words",
                "windows",
                "window",
                "rows",
                "folds",
                "lags",
                "participants",
                "voxels",
                "permutations",
                "properties"));
    for (Part part : Part.values()) {
      names.add(part.name().toLowerCase(Locale.ROOT) + ".cpu");
    }
    names.add("wall");
    TOPICS.forEach(topic -> names.add(topic + ".bytes"));
    names.add("database.bytes");
    return String.join("\t", names);
  }

  /** As a line of a table, tabs between. */
  String line() {
    ModelShape m = work.model();
    List<String> cells = new ArrayList<>();
    for (long value :
        new long[] {
          m.blocks(), m.hidden(), m.vocabulary(), m.batch(), work.checkpoints(), work.layers(),
          work.words(), work.windows(), work.window(), work.rows(), work.folds(), work.lags(),
          work.participants(), work.voxels(), work.permutations(), work.properties()
        }) {
      cells.add(Long.toString(value));
    }
    for (Part part : Part.values()) {
      cells.add(String.format(Locale.ROOT, "%.2f", cpu.get(part)));
    }
    cells.add(String.format(Locale.ROOT, "%.1f", wall));
    TOPICS.forEach(topic -> cells.add(Long.toString(Objects.requireNonNull(bytes.get(topic)))));
    cells.add(Long.toString(database));
    return String.join("\t", cells);
  }

  /** From such a line. */
  static Measurement parse(String line) {
    java.util.Iterator<String> cells = List.of(line.split("\t")).iterator();
    java.util.function.IntSupplier next = () -> Integer.parseInt(cells.next());
    ModelShape model =
        new ModelShape(
            "measured", next.getAsInt(), next.getAsInt(), next.getAsInt(), next.getAsInt());
    Work work =
        new Work(
            model,
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt(),
            next.getAsInt());
    Map<Part, Double> cpu = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      cpu.put(part, Double.parseDouble(cells.next()));
    }
    double wall = Double.parseDouble(cells.next());
    Map<String, Long> bytes = new TreeMap<>();
    for (String topic : TOPICS) {
      bytes.put(topic, Long.parseLong(cells.next()));
    }
    return new Measurement(work, cpu, wall, bytes, Long.parseLong(cells.next()));
  }
}
