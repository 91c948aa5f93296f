package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.PropertyTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's SIMULATED recordings have voxels that bear a property: removing it shows them. */
class SamplePropertyIT {

  private static final Path SAMPLE = CommandRunner.HOME.resolve("sample");
  private static final String LAYER = "3";

  /** Variant, participant, voxel and r in a row of scores. */
  private static final int VARIANT = 3;

  private static final int VOXEL = 5;
  private static final int R = 7;

  @TempDir private Path temporary;

  @Test
  void property_removed_lowersTheVoxelsThatBearItAndNoOthers() throws IOException {
    JsonNode answer = new ObjectMapper().readTree(SAMPLE.resolve("signal_voxels.json").toFile());
    String property = answer.path("property").asText();
    Set<Integer> bearers = new HashSet<>();
    answer.path("bearers").forEach(voxel -> bearers.add(voxel.asInt()));
    Path state = temporary.resolve("state");

    Outcome run =
        CommandRunner.run(
            "run",
            "--once",
            "--models",
            SAMPLE.resolve("checkpoints/nano/step2000"),
            "--layers",
            LAYER,
            "--properties",
            property + ",Random",
            "--state",
            state);

    assertThat(run.code()).as(run.err()).isZero();
    List<String[]> rows = scores(state);
    assertThat(drop(rows, property, bearers::contains)).isGreaterThan(0.2);
    assertThat(drop(rows, property, voxel -> !bearers.contains(voxel))).isBetween(-0.02, 0.005);
    assertThat(drop(rows, "Random", voxel -> true)).isBetween(-0.005, 0.005);
    assertThat(drop(rows, "Random", bearers::contains)).isBetween(-0.005, 0.005);
    List<PropertyTest> tests;
    try (DuckDbResults results =
        DuckDbResults.openReadOnly(state.resolve("results.duckdb"), DuckDbOptions.DEFAULT)) {
      tests = results.queries().propertyTests();
    }
    // Blocks of TRs tell the two apart within both participants.
    assertThat(tests)
        .filteredOn(PropertyTest::holdsWithinAll)
        .extracting(PropertyTest::property)
        .containsExactly(property);
    assertThat(tests).hasSize(2).allSatisfy(test -> assertThat(test.participants()).hasSize(2));
  }

  /** Mean r of the whole representations minus that without a property. */
  private static double drop(List<String[]> rows, String property, IntPredicate voxels) {
    return mean(rows, "initial", voxels) - mean(rows, property, voxels);
  }

  private static double mean(List<String[]> rows, String variant, IntPredicate voxels) {
    return rows.stream()
        .filter(row -> row[VARIANT].equals(variant))
        .filter(row -> voxels.test(Integer.parseInt(row[VOXEL])))
        .collect(Collectors.averagingDouble(row -> Double.parseDouble(row[R])));
  }

  private List<String[]> scores(Path state) throws IOException {
    Path file = temporary.resolve("scores.csv");
    assertThat(CommandRunner.run("results", "--csv", file, "--state", state).code()).isZero();
    return Files.readAllLines(file).stream().skip(1).map(row -> row.split(",")).toList();
  }
}
