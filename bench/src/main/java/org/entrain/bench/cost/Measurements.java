package org.entrain.bench.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The measured runs of {@link CostBench}.
 *
 * @param fitted those that constants are fitted to
 * @param larger the last one, which is predicted
 */
record Measurements(List<Measurement> fitted, Measurement larger) {

  private static final String COMMITTED = "measurements.tsv";

  Measurements {
    fitted = List.copyOf(fitted);
  }

  /** Those that the table of scale rests on. */
  static Measurements committed() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Measurements.class.getResourceAsStream(COMMITTED)),
                StandardCharsets.UTF_8))) {
      return of(reader.lines().toList());
    }
  }

  /** Those of a file. */
  static Measurements read(Path file) throws IOException {
    return of(Files.readAllLines(file));
  }

  /** A header, then lines of a number and a measurement; the last of a number counts. */
  private static Measurements of(List<String> lines) {
    TreeMap<Integer, Measurement> runs = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int tab = line.indexOf('\t');
      runs.put(Integer.valueOf(line.substring(0, tab)), Measurement.parse(line.substring(tab + 1)));
    }
    Map.Entry<Integer, Measurement> last = runs.pollLastEntry();
    return new Measurements(List.copyOf(runs.values()), last.getValue());
  }
}
