package org.entrain.producers.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointScanTest {

  @TempDir Path folder;

  @Test
  void stepFolders_areOrderedByStepAndNamedByTheirParent() throws IOException {
    for (String step : List.of("step16", "step0", "checkpoint-256", "step2")) {
      checkpoint("pythia/" + step);
    }
    Files.createDirectories(folder.resolve("pythia/logs"));

    List<CheckpointSource> found =
        CheckpointScan.find(List.of(argument("pythia")), Locations.local());

    assertThat(found)
        .extracting(CheckpointSource::key)
        .containsExactly("pythia@0", "pythia@2", "pythia@16", "pythia@256");
    assertThat(found.get(3).location())
        .isEqualTo(Location.of(folder.resolve("pythia/checkpoint-256")));
  }

  @Test
  void oneCheckpoint_isNamedByItsParentAndStepOrByItself() throws IOException {
    checkpoint("pythia/step16");
    checkpoint("llama");

    assertThat(
            CheckpointScan.find(
                List.of(argument("pythia/step16"), argument("llama") + "/."), Locations.local()))
        .extracting(CheckpointSource::key)
        .containsExactly("pythia@16", "llama@0");
    assertThat(
            CheckpointScan.find(
                List.of("a=" + argument("pythia/step16"), "b=" + argument("llama")),
                Locations.local()))
        .extracting(CheckpointSource::key)
        .containsExactly("a@16", "b@0");
  }

  @Test
  void argumentsOfOneModel_areOrderedByStepTogether() throws IOException {
    checkpoint("m/step2");
    checkpoint("m/step1");
    checkpoint("other");

    assertThat(
            CheckpointScan.find(
                List.of(argument("m/step2"), argument("other"), argument("m/step1")),
                Locations.local()))
        .extracting(CheckpointSource::key)
        .containsExactly("m@1", "m@2", "other@0");
  }

  @Test
  void manifest_namesModelAndSteps() throws IOException {
    checkpoint("runs/early");
    checkpoint("runs/late");
    write("runs/checkpoints.yaml", "name: gpt\nsteps: {1000: late, 10: early}\n");

    assertThat(CheckpointScan.find(List.of(argument("runs")), Locations.local()))
        .containsExactly(
            new CheckpointSource("gpt", 10, Location.of(folder.resolve("runs/early"))),
            new CheckpointSource("gpt", 1000, Location.of(folder.resolve("runs/late"))));
    assertThat(
            CheckpointScan.find(List.of("x=" + argument("runs")), Locations.local()).get(0).model())
        .isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          steps: {ten: early}     | steps: expected whole numbers from 0, found 'ten'
          steps: {10: gone}       | steps.10: expected a folder, found 'gone'
          name: x                 | steps: expected a mapping from steps to folders
          steps: {1: early, 01: early} | steps.01: expected one folder a step
          steps: {1: early}, kind: z   | line
          """)
  void manifest_faulty_isRefused(String text, String message) throws IOException {
    checkpoint("runs/early");
    write("runs/checkpoints.yaml", text);

    assertThatThrownBy(() -> CheckpointScan.find(List.of(argument("runs")), Locations.local()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("checkpoints.yaml")
        .hasMessageContaining(message);
  }

  @Test
  void twoSources_ofOneModelAndStep_areRefusedWithBoth() throws IOException {
    checkpoint("a/m/step1");
    checkpoint("b/m/step1");

    assertThatThrownBy(
            () -> CheckpointScan.find(List.of(argument("a/m"), argument("b/m")), Locations.local()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one folder for m step 1")
        .hasMessageContaining(folder.resolve("a/m/step1").toString())
        .hasMessageContaining(folder.resolve("b/m/step1").toString());
    assertThat(
            CheckpointScan.find(
                List.of(argument("a/m"), "n=" + argument("b/m")), Locations.local()))
        .hasSize(2);
  }

  @Test
  void folder_withoutCheckpointOrUnusableName_isRefused() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    checkpoint("a b");
    checkpoint("baseline-random");

    assertThatThrownBy(() -> CheckpointScan.find(List.of(argument("empty")), Locations.local()))
        .hasMessageContaining("config.json, step<N> or checkpoint-<N> folders");
    assertThatThrownBy(() -> CheckpointScan.find(List.of(argument("none")), Locations.local()))
        .hasMessageContaining("found no folder");
    assertThatThrownBy(() -> CheckpointScan.find(List.of(argument("a b")), Locations.local()))
        .hasMessageContaining("'a b'");
    assertThatThrownBy(
            () -> CheckpointScan.find(List.of(argument("baseline-random")), Locations.local()))
        .hasMessageContaining("not beginning with baseline-");
    assertThatThrownBy(
            () -> CheckpointScan.findActivations(List.of(argument("a b")), Locations.local()))
        .hasMessageContaining("representations.npy");
  }

  private void checkpoint(String path) throws IOException {
    write(path + "/config.json", "{}");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String argument(String path) {
    return folder.resolve(path).toString();
  }
}
