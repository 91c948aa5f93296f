package org.entrain.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.app.command.CommandRunner.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder of results of a state that has none yet, as a results worker's at its start. */
class OutputCommandTest {

  @TempDir private Path temporary;
  private Path state;
  private Path out;

  @BeforeEach
  void makeState() throws IOException {
    state = Files.createDirectories(temporary.resolve("state"));
    out = temporary.resolve("out");
    DuckDbResults.open(state.resolve("results.duckdb"), DuckDbOptions.DEFAULT).close();
  }

  @Test
  void out_ofNothing_isFilesWithoutRows() throws IOException {
    Outcome outcome = done("results", "--out", out, "--state", state);

    assertThat(outcome.out())
        .isEqualToNormalizingNewlines("0 scores of 0 fits written to %s\n".formatted(out));
    assertThat(outcome.err()).isEmpty();
    assertThat(files())
        .containsExactlyInAnyOrder(
            "fits.csv", "scores.csv", "fits.parquet", "scores.parquet", "npy/index.csv");
    assertThat(Files.readAllLines(out.resolve("scores.csv"))).hasSize(1);
  }

  @Test
  void out_withMaskAndVertices_hasTheirFormatsToo() throws IOException {
    done("results", "--out", out, "--mask", "m.nii", "--vertices", "3, 4", "--state", state);

    assertThat(files()).contains("nifti/index.csv", "gifti/index.csv", "regions.csv");
    assertThat(Files.readString(out.resolve("gifti/index.csv"))).contains("r_left_file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--formats|csv,pdf|expected [csv, parquet, npy, nifti, regions], found pdf",
        "--formats|''|found .",
        "--vertices|1,2,3|expected one or two numbers above 0, found 1,2,3",
        "--vertices|0|found 0",
        "--vertices|99999999999|found 99999999999",
        "--properties|Tense|none, for there are none yet"
      })
  void value_thatCannotBe_isRefusedAndWritesNothing(String option, String value, String message) {
    Outcome outcome = CommandRunner.run("results", "--out", out, option, value, "--state", state);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("entrain: ").contains(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void options_ofNoFolder_areRefused() {
    for (List<String> options :
        List.of(
            List.of("--mask", "m.nii"), List.of("--formats", "csv"), List.of("--vertices", "3"))) {
      Outcome outcome =
          CommandRunner.run("results", options.get(0), options.get(1), "--state", state.toString());

      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("add --out DIR");
    }
  }

  @Test
  void folder_thatCannotBeMade_isRefused() throws IOException {
    Files.writeString(out, "a file");

    Outcome outcome = CommandRunner.run("results", "--out", out, "--state", state);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--out: " + out + ": expected a folder");
  }

  @Test
  void file_thatCannotBeWritten_isOneLineAndCode1() throws IOException {
    Files.createDirectories(out.resolve("scores.csv/taken"));

    Outcome outcome = CommandRunner.run("results", "--out", out, "--state", state);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("entrain: cannot write " + out.resolve("scores.csv"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(Files::isRegularFile).map(out::relativize).map(Path::toString).toList();
    }
  }
}
