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
import org.entrain.app.Environment;
import org.entrain.app.Logs;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Rows that go to standard output, and what may happen to them there. */
class StandardOutputTest {

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
    Outcome outcome = results(option, new Broken(FULL));

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
      Outcome outcome = results("--csv", out);

      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.code()).isZero();
    }
  }

  @Test
  void rows_withAReader_areWrittenWhole() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(results("--csv", out).code()).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("model,step,").endsWith("\n");
  }

  @Test
  void writing_thatEndsWithTheReader_isNotGoneOnWith() throws IOException {
    StandardOutput.write(
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
                StandardOutput.write(
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
  private Outcome results(String option, OutputStream standardOutput) throws IOException {
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
    int code = line.execute(option, "-", "--state", state.toString());
    return new Outcome(code, out.toString(), err.toString());
  }
}
