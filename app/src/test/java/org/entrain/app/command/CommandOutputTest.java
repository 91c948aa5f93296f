package org.entrain.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.entrain.app.Environment;
import org.entrain.app.Logs;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.outputs.OutputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Rows that go to standard output or to a file, and what may happen to them there. */
class CommandOutputTest {

  private static final String FULL = "No space left on device";

  @TempDir private Path temporary;

  /** Takes nothing. */
  private static final class Broken extends OutputStream {

    private final String why;

    Broken(String why) {
      this.why = why;
    }

    @Override
    public void write(int value) throws IOException {
      throw new IOException(why);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--csv", "--ceilings", "--labels", "--property-tests"})
  void rows_onAFullDisk_areAFaultAndCode1(String option) throws IOException {
    Outcome outcome = results(new Broken(FULL), option, "-");

    assertThat(outcome.err())
        .startsWith("entrain: ")
        .contains("not all written to standard output", FULL)
        .doesNotContain("unexpected");
    assertThat(outcome.code()).isEqualTo(1);
  }

  @Test
  void rows_whoseReaderIsGone_areNoFault() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().close();
    try (OutputStream out = Channels.newOutputStream(pipe.sink())) {
      Outcome outcome = results(out, "--csv", "-");

      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.code()).isZero();
    }
  }

  @Test
  void rows_withAReader_areWrittenWhole() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(results(out, "--csv", "-").code()).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("model,step,").endsWith("\n");
  }

  @Test
  void rowsOnStandardOutput_areAloneThere() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path labels = temporary.resolve("labels.csv");

    Outcome outcome = results(out, "--csv", "-", "--labels", labels.toString());

    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("Labels written to ");
    assertThat(labels).content().startsWith("stimulus,property,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--summary", "--why m@0/0/A", "--labels -"})
  void standardOutput_wantedTwice_isRefused(String other) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Outcome outcome = results(out, ("--csv - " + other).split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--csv: expected nothing else on standard output, found --");
    assertThat(out.size()).isZero();
  }

  @Test
  void folder_inPlaceOfAFile_isRefusedAndLeft() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("results"));

    Outcome outcome = results(new ByteArrayOutputStream(), "--csv", folder.toString());

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("--csv: " + folder + ": expected a file that can be written, found a folder");
    assertThat(folder).isDirectory();
    assertThat(temporary.resolve("results.part")).doesNotExist();
  }

  @Test
  void fileBelowAFile_isRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "before");

    Outcome outcome =
        results(new ByteArrayOutputStream(), "--csv", file.resolve("scores.csv").toString());

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("expected a file that can be written, found ");
    assertThat(file).hasContent("before");
  }

  @Test
  void link_toAFile_staysOne() throws IOException {
    Path file = Files.writeString(temporary.resolve("file.csv"), "before");
    Path link = Files.createSymbolicLink(temporary.resolve("link.csv"), file.getFileName());

    assertThat(results(new ByteArrayOutputStream(), "--csv", link.toString()).code()).isZero();

    assertThat(link).isSymbolicLink();
    assertThat(file).content().startsWith("model,step,");
  }

  @Test
  void device_inPlaceOfAFile_getsTheRowsAndStays() throws IOException {
    Path device = Path.of("/dev/null");
    assertThat(results(new ByteArrayOutputStream(), "--csv", device.toString()).code()).isZero();
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void fileOnAFullDisk_isAFaultAndNotLeftBehind() throws IOException {
    Path full = Path.of("/dev/full");
    assertThatThrownBy(
            () -> CommandOutput.toFile("--csv", "Scores", full, out -> out.write(new byte[9999])))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("Scores not all written to /dev/full: " + FULL);
  }

  @Test
  void file_whoseRowsCannotBeRead_isLeftAsItWas() throws IOException {
    Path file = Files.writeString(temporary.resolve("file.csv"), "before");
    assertThatThrownBy(
            () ->
                CommandOutput.toFile(
                    "--csv",
                    "Scores",
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("process 7: cut off");
                    }))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("process 7: cut off");
    assertThat(file).hasContent("before");
    assertThat(temporary.resolve("file.csv.part")).doesNotExist();
  }

  @Test
  void writing_thatEndsWithTheReader_isNotGoneOnWith() throws IOException {
    CommandOutput.toStandard(
        "Scores",
        new Broken("Broken pipe"),
        out -> {
          out.write(new byte[10]);
          throw new AssertionError("the reader is gone");
        });
  }

  @Test
  void writing_thatFailsForAnotherReason_failsForThat() {
    assertThatThrownBy(
            () ->
                CommandOutput.toStandard(
                    "Scores",
                    new BufferedOutputStream(new Broken(FULL)),
                    out -> {
                      out.write(1);
                      throw new IOException("process 7: cut off");
                    }))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("process 7: cut off");
  }

  /** Asks for rows of a state without any. */
  private Outcome results(OutputStream standardOutput, String... options) throws IOException {
    Path state = Files.createDirectories(temporary.resolve("state"));
    DuckDbResults.open(state.resolve("results.duckdb"), DuckDbOptions.DEFAULT).close();
    Logs logs = new Logs();
    CommandContext context =
        new CommandContext(new Environment(CommandRunner.HOME, false, false, 80), logs);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new ResultsCommand(context, () -> standardOutput));
    line.setExecutionExceptionHandler(new Faults(logs));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int code =
        line.execute(
            Stream.concat(Stream.of(options), Stream.of("--state", state.toString()))
                .toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }
}
