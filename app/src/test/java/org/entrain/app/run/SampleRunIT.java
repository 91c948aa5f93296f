package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.app.command.CommandRunner.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stream on the packaged sample, through the real topics and the embedded broker. */
class SampleRunIT {

  private static final Path SAMPLE = CommandRunner.HOME.resolve("sample");
  private static final Path NANO = SAMPLE.resolve("checkpoints/nano");
  private static final int LAYERS = 5;
  private static final int PARTICIPANTS = 2;
  private static final int VOXELS = 300;
  private static final int RUNS = 4;
  private static final int ROWS = LAYERS * PARTICIPANTS * VOXELS * RUNS;
  private static final Pattern WORK =
      Pattern.compile("forward passes took ([0-9.]+) s, fits ([0-9.]+) s");

  @TempDir private Path temporary;

  @Test
  void stream_runStoppedAndExtended_scoresEachCheckpointOnce() throws IOException {
    Path state = temporary.resolve("state");

    Outcome first = done("run", "--once", "--models", NANO.resolve("step0"), "--state", state);
    assertThat(first.out()).contains("SIMULATED", "0 failed");
    assertThat(seconds(first)).isPositive();
    List<String> before = csv(state);
    assertThat(before).hasSize(1 + ROWS);

    Outcome again = done("run", "--once", "--state", state);
    assertThat(seconds(again)).as("seconds of work of a rerun").isZero();
    assertThat(csv(state)).isEqualTo(before);

    done("add", NANO.resolve("step2000"), "--state", state);
    done("run", "--once", "--state", state);
    List<String> after = csv(state);
    assertThat(after).hasSize(1 + 2 * ROWS).containsAll(before);
    Outcome status = done("status", "--state", state);
    assertThat(status.out())
        .contains("units  4 announced = 4 scored + 0 failed + 0 open")
        .contains("TRs    376 in = 296 kept + 80 trimmed")
        .contains("dead letters: none");
    assertKnownSignal(after);
    assertCeilings(state);
    assertReport(state);
    assertComparison(state);
    assertProvenance(state, after);
  }

  private void assertReport(Path state) throws IOException {
    done("report", "--out", temporary.resolve("report"), "--state", state);
    String report = Files.readString(temporary.resolve("report/report.html"));
    assertThat(report)
        .contains("\"model\":\"nano\",\"step\":2000", "\"recordings.simulated\":\"true\"")
        .doesNotContain("http-equiv=\"refresh\"", "src=\"http", "href=\"http");
  }

  /** A state against a copy of itself. */
  private void assertComparison(Path state) throws IOException {
    Path copy = Files.createDirectories(temporary.resolve("copy"));
    Files.copy(state.resolve("results.duckdb"), copy.resolve("results.duckdb"));
    Outcome comparison = done("compare", state, copy);
    assertThat(comparison.out())
        .contains("Settings and data: the same")
        .contains("Fits: 24 in both, 0 in A alone, 0 in B alone")
        .contains("0.0000 in the mean");
  }

  /** A row of the CSV leads to the weights, the program and the records of this run. */
  private static void assertProvenance(Path state, List<String> rows) {
    String[] row = rows.get(rows.size() - 1).split(",");
    String name = "%s@%s/%s/%s:%s:%s".formatted(row[0], row[1], row[2], row[4], row[5], row[6]);
    Outcome why = done("results", "--why", name, "--state", state);
    assertThat(why.out())
        .contains("voxel %s fold %s  r %s, ".formatted(row[5], row[6], row[7]))
        .contains("  preset  ", "  version      entrain ", "  libraries    ", ", JDK ")
        .contains(NANO.resolve("step" + row[1]).toString())
        .containsPattern("  fingerprint +[0-9a-f]{64}\n")
        .containsPattern("  scores +entrain\\.scores, key nano@.*, partition \\d+, offset")
        .containsPattern(
            "  features +entrain\\.features, key nano@.*, partition \\d+, offsets \\d+ … ")
        .containsPattern("  plan +entrain\\.plans, key nano@.*, partition \\d+, offset \\d+\n")
        .doesNotContain("made before this version");
    Outcome unknown = CommandRunner.run("results", "--why", "nano@1/0/A", "--state", state);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("found nano@1/0/A. The nearest of ", "nano@0/0/A");
  }

  /** Of two participants each is the other's ceiling, so both have the same. */
  private void assertCeilings(Path state) throws IOException {
    Path file = temporary.resolve("ceilings.csv");
    Outcome summary = done("results", "--summary", "--ceilings", file, "--state", state);
    assertThat(summary.out())
        .contains("Noise ceiling (r with the mean of 1 other), mean over voxels:\n  A ");
    List<String> rows = Files.readAllLines(file);
    assertThat(rows).hasSize(1 + PARTICIPANTS * VOXELS);
    for (int voxel = 0; voxel < VOXELS; voxel++) {
      String[] a = rows.get(1 + voxel).split(",");
      String[] b = rows.get(1 + VOXELS + voxel).split(",");
      assertThat(a).startsWith("A", "across", "1", Integer.toString(voxel));
      assertThat(Double.parseDouble(b[4])).isCloseTo(Double.parseDouble(a[4]), within(1e-12));
    }
  }

  /** Signal voxels follow the trained model and noise voxels nothing. */
  private static void assertKnownSignal(List<String> rows) throws IOException {
    Set<String> signal = signalVoxels();
    Predicate<String[]> hasSignal = row -> signal.contains(row[4] + "/" + row[5]);

    double untrained = meanR(rows, row -> row[1].equals("0") && hasSignal.test(row));
    double trained =
        meanR(rows, row -> row[1].equals("2000") && row[2].equals("3") && hasSignal.test(row));
    double noise = meanR(rows, row -> row[1].equals("2000") && !hasSignal.test(row));

    assertThat(trained).isGreaterThan(untrained + 0.2);
    assertThat(noise).isBetween(-0.03, 0.03);
  }

  /** Voxels that carry directions of a layer, and those that bear the property. */
  private static Set<String> signalVoxels() throws IOException {
    Set<String> signal = new HashSet<>();
    JsonNode answer = new ObjectMapper().readTree(SAMPLE.resolve("signal_voxels.json").toFile());
    for (JsonNode voxel : answer.path("bearers")) {
      signal.add("A/" + voxel.asInt());
      signal.add("B/" + voxel.asInt());
    }
    answer
        .path("voxels")
        .properties()
        .forEach(
            participant ->
                participant
                    .getValue()
                    .forEach(voxel -> signal.add(participant.getKey() + "/" + voxel.asInt())));
    return signal;
  }

  private static double meanR(List<String> rows, Predicate<String[]> wanted) {
    return rows.stream()
        .skip(1)
        .map(row -> row.split(","))
        .filter(wanted)
        .collect(Collectors.averagingDouble(row -> Double.parseDouble(row[7])));
  }

  private List<String> csv(Path state) throws IOException {
    Path file = temporary.resolve("scores.csv");
    done("results", "--csv", file, "--state", state);
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    }
  }

  private static double seconds(Outcome outcome) {
    Matcher work = WORK.matcher(outcome.out());
    assertThat(work.find()).as(outcome.out()).isTrue();
    return Double.parseDouble(work.group(1)) + Double.parseDouble(work.group(2));
  }
}
