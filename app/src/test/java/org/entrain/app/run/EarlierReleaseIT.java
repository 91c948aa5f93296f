package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.regex.Pattern;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.common.ContentHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole state of an earlier version, broker log and all: read, gone on with, or refused. */
class EarlierReleaseIT {

  private static final String ITS_HOME = "/opt/entrain/sample";

  /** SHA-256 of the scores as CSV, as that version wrote them. */
  private static final String SCORES =
      "f2825d7d0202e3dcacd44920069510fe1371935e575a8926e39b24a05807969b";

  private static final Pattern WORK =
      Pattern.compile("task \\d+/\\d+: \\d+ windows in|layer \\d+, \\S+, against ");

  /** Its values are drawn otherwise since then. */
  private static final Pattern RANDOM_BASELINE =
      Pattern.compile("baseline-random@0 layer 0, initial, against ");

  @TempDir private Path temporary;
  private Path state;

  @BeforeEach
  void unpack() throws IOException {
    state = EarlierState.unpack(temporary.resolve("state"));
    replace(ITS_HOME, CommandRunner.HOME.resolve("sample").toString());
  }

  @Test
  void state_ofAnEarlierVersion_givesItsNumbersAndDrawsTheRandomBaselineAlone()
      throws IOException, InterruptedException {
    try (InputStream summary = resource(EarlierState.VERSION + "-summary.txt")) {
      assertThat(CommandRunner.done("results", "--summary", "--state", state).out())
          .isEqualTo(new String(summary.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(scores()).isEqualTo(SCORES);

    ChildRun run =
        ChildRun.start(
            state, temporary.resolve("out"), "run", "--once", "--state", state.toString());
    run.finish();

    assertThat(run.logged(WORK)).isPositive().isEqualTo(run.logged(RANDOM_BASELINE));
    assertThat(scores()).isEqualTo(SCORES);
  }

  @Test
  void description_ofALaterFormat_isRefusedWithTheWayOut() throws IOException {
    replace("\"format\" : 1", "\"format\" : 2");
    assertRefused(
        CommandRunner.run("run", "--once", "--state", state),
        "expected format 1, found 2",
        "use the entrain that wrote this one");
  }

  @Test
  void results_ofALaterSchema_areRefusedWithTheWayOut() throws SQLException {
    try (Connection duck =
            DriverManager.getConnection("jdbc:duckdb:" + state.resolve("results.duckdb"));
        Statement statement = duck.createStatement()) {
      statement.execute("UPDATE schema_version SET version = 99");
    }
    assertRefused(
        CommandRunner.run("results", "--summary", "--state", state),
        "found 99",
        "Use the newer entrain that wrote it");
  }

  private static void assertRefused(Outcome outcome, String... parts) {
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().strip()).hasLineCount(1).contains(parts);
  }

  private String scores() throws IOException {
    Path csv = temporary.resolve("scores.csv");
    CommandRunner.done("results", "--csv", csv, "--state", state);
    return new ContentHash().update(ByteBuffer.wrap(Files.readAllBytes(csv))).hex();
  }

  private void replace(String before, String after) throws IOException {
    Path description = state.resolve("state.json");
    String text = Files.readString(description);
    assertThat(text).contains(before);
    Files.writeString(description, text.replace(before, after));
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(EarlierReleaseIT.class.getResourceAsStream(name), name);
  }
}
