package org.entrain.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.app.run.EarlierState;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateLock;
import org.entrain.common.ContentHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upkeep of a state: what is found, what is given back, and what is never deleted. */
class StateCommandTest {

  private static final String SEGMENT = "00000000000000000000.log";

  @TempDir private Path temporary;
  private Path state;

  @BeforeEach
  void unpack() throws IOException {
    state = EarlierState.unpack(temporary.resolve("state"));
  }

  @Test
  void verify_ofASoundState_saysSoAndChangesNothing() throws IOException {
    Map<String, String> before = content();

    Outcome outcome = CommandRunner.done("state", "verify", "--state", state);

    assertThat(outcome.out())
        .contains("1 equal their hash", "words 4,758 = 4,728 embedded + 30 skipped", ": sound")
        .doesNotContain("FAULT", "NOTE");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void verify_findsAFlippedBitAnywhere() throws IOException {
    flip(state.resolve("broker/entrain.scores-0").resolve(SEGMENT));
    flip(state.resolve("broker/__transaction_state-0").resolve(SEGMENT));
    flip(recording());

    assertThat(faults())
        .contains("broker/entrain.scores-0: " + SEGMENT, "broker/__transaction_state-0: " + SEGMENT)
        .contains("other values than its hash", "3 faults");
  }

  /** What a worker keeps that has a share of the voxels has no hash of its own. */
  @Test
  void verify_ofAShareOfTheVoxels_comparesItsSize() throws IOException {
    Path whole = recording();
    String name = whole.getFileName().toString().replace(".f32", "-1-of-2.f32");
    Path share = Files.write(whole.resolveSibling(name), new byte[3 * 5 * Float.BYTES]);
    Path marker = whole.resolveSibling(name + ".complete");
    Files.writeString(marker, "3 x 5");
    assertThat(CommandRunner.done("state", "verify", "--state", state).out())
        .contains("1 equal their hash, 1 their size", ": sound");

    Files.writeString(marker, "3 x 6");
    assertThat(faults()).contains(share.getFileName() + " has another size");
  }

  @Test
  void verify_takesABatchThatWasCutOffForWhatItIs() throws IOException {
    Path segment = state.resolve("broker/entrain.scores-0").resolve(SEGMENT);
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, java.util.Arrays.copyOf(bytes, bytes.length - 7));

    assertThat(CommandRunner.done("state", "verify", "--state", state).out())
        .contains("NOTE   broker/entrain.scores-0", "cut off", ": sound");
  }

  @Test
  void verify_findsResultsThatLackRowsOrAreNone() throws IOException, SQLException {
    execute("DELETE FROM scores WHERE fit = (SELECT min(fit) FROM scores) AND voxel = 7");
    execute("DELETE FROM fold_scores WHERE fit = (SELECT max(fit) FROM scores) AND fold = 1");
    assertThat(faults()).contains("expected 1,200 scores, found 1,196", "2 faults", "state wipe");

    Files.writeString(state.resolve("results.duckdb"), "nothing of the kind");
    assertThat(faults()).contains("expected a readable file of results");
  }

  @Test
  void verify_readsResultsOfAKilledProcessFromACopy() throws IOException, SQLException {
    Path database = state.resolve("results.duckdb");
    Path kept = temporary.resolve("kept");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:" + database);
        Statement statement = duck.createStatement()) {
      statement.execute("SET checkpoint_threshold = '1GB'");
      statement.execute("INSERT INTO run_settings VALUES ('x', 'y')");
      // As it would lie there after SIGKILL.
      CommandRunner.copy(state, kept);
    }
    state = kept;
    assertThat(state.resolve("results.duckdb.wal")).isNotEmptyFile();
    Map<String, String> before = content();

    assertThat(CommandRunner.done("state", "verify", "--state", state).out())
        .contains("NOTE   results.duckdb.wal", "units 3 = 3 scored", ": sound");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void compact_givesBackWhatReplacedRowsLeft_andKeepsEveryScore() throws IOException, SQLException {
    String scores = scores();
    execute("CREATE TABLE much AS SELECT random() AS x FROM range(1000000)");
    execute("DROP TABLE much");
    execute(
        "INSERT INTO pending_blocks (unit, layer, variant, participant, settings, recording)"
            + " SELECT unit, layer, variant, participant, settings, recording FROM score_units");
    Files.writeString(state.resolve("results.duckdb.compacting"), "of a run that was killed");
    Files.writeString(state.resolve("results.duckdb.compacting.wal"), "and this");
    Files.writeString(state.resolve("logs/entrain.log.1"), "older");
    leaveRows();
    Files.delete(Path.of(recording() + ".complete"));
    long before = Files.size(state.resolve("results.duckdb"));

    String out = CommandRunner.done("state", "compact", "--state", state).out();

    assertThat(out).contains("bytes given back", "355,200 →");
    assertThat(Files.size(state.resolve("results.duckdb"))).isLessThan(before);
    assertThat(state.resolve("results.duckdb.compacting")).doesNotExist();
    assertThat(state.resolve("results.duckdb.compacting.wal")).doesNotExist();
    assertThat(state.resolve("logs/entrain.log.1")).doesNotExist();
    assertThat(state.resolve("exports")).doesNotExist();
    assertThat(state.resolve("results.csv.part")).doesNotExist();
    assertThat(scores()).isEqualTo(scores);
    assertThat(CommandRunner.done("state", "verify", "--state", state).out())
        .doesNotContain("FAULT", "NOTE");
  }

  @Test
  void commands_onAStateInUse_areRefused() {
    try (StateLock held = StateLock.tryTake(new StateFolder(state)).orElseThrow()) {
      assertRefused("no other process uses", "verify");
      assertRefused("no other process uses", "compact");
      assertRefused("no other process uses", "wipe", "--all", "--yes");
    }
    assertThat(state.resolve("state.json")).exists();
  }

  @Test
  void wipe_withoutAnswerOrChoice_deletesNothing() throws IOException {
    Map<String, String> before = content();
    assertRefused("expected --yes, found nobody to ask", "wipe", "--all");
    assertRefused("Give either --results or --all", "wipe", "--yes");
    assertRefused("Give either --results or --all", "wipe", "--yes", "--all", "--results");
    assertThat(content()).containsAllEntriesOf(without(before, "lock"));
  }

  @Test
  void wipe_ofAFolderWithSomethingElse_isRefused() throws IOException {
    Files.writeString(state.resolve("thesis.tex"), "mine");
    assertRefused("found thesis.tex", "wipe", "--all", "--yes");
    Path none = Files.createDirectory(temporary.resolve("none"));
    assertThat(CommandRunner.run("state", "wipe", "--all", "--yes", "--state", none).err())
        .contains("expected the state of a run or a worker, found none");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), state);
    assertThat(CommandRunner.run("state", "wipe", "--all", "--yes", "--state", link).err())
        .contains("expected a folder, found a link to " + state);
    assertThat(state.resolve("results.duckdb")).exists();
  }

  @Test
  void wipe_deletesLinks_neverWhatTheyPointTo() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("file"), "kept");
    Files.createSymbolicLink(state.resolve("stages/elsewhere"), outside);
    Files.createSymbolicLink(state.resolve("logs/entrain.log.1"), outside.resolve("file"));

    CommandRunner.done("state", "wipe", "--all", "--yes", "--state", state);

    assertThat(state).doesNotExist();
    assertThat(outside.resolve("file")).hasContent("kept");
  }

  @Test
  void wipe_deletesRowsThatAKilledProcessLeft() throws IOException {
    leaveRows();
    assertThat(CommandRunner.done("state", "verify", "--state", state).out())
        .contains("NOTE   exports");

    CommandRunner.done("state", "wipe", "--all", "--yes", "--state", state);

    assertThat(state).doesNotExist();
  }

  /** Of a command that was answered when the process was killed, and of one of earlier versions. */
  private void leaveRows() throws IOException {
    Files.createDirectories(state.resolve("exports"));
    Files.writeString(state.resolve("exports/rows1.part"), "half");
    Files.writeString(state.resolve("results.csv.part"), "half");
  }

  @Test
  void wipe_cutOff_leavesNoStateButWhatSaysSo() throws IOException {
    Files.createFile(state.resolve("wiped"));
    Files.delete(state.resolve("state.json"));

    for (String[] command : new String[][] {{"run"}, {"status"}, {"results"}}) {
      Outcome outcome = CommandRunner.run(command[0], "--state", state);
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("half deleted", "state wipe --all");
    }
    CommandRunner.done("state", "wipe", "--all", "--yes", "--state", state);
    assertThat(state).doesNotExist();
  }

  @Test
  void wipe_ofResults_leavesTheRest() {
    CommandRunner.done("state", "wipe", "--results", "--yes", "--state", state);
    assertThat(state.resolve("results.duckdb")).doesNotExist();
    assertThat(CommandRunner.done("state", "verify", "--state", state).out()).contains(": sound");
  }

  private void assertRefused(String message, String... arguments) {
    Object[] all =
        Stream.of(Stream.of("state"), Stream.of(arguments), Stream.of("--state", state))
            .flatMap(part -> part)
            .toArray();
    Outcome outcome = CommandRunner.run(all);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
  }

  private String faults() {
    Outcome outcome = CommandRunner.run("state", "verify", "--state", state);
    assertThat(outcome.code()).as(outcome.out()).isEqualTo(1);
    return outcome.out();
  }

  private Path recording() throws IOException {
    try (Stream<Path> files = Files.list(state.resolve("stages/encoding/recordings"))) {
      return files.filter(file -> file.toString().endsWith(".f32")).findAny().orElseThrow();
    }
  }

  private String scores() throws IOException {
    Path csv = temporary.resolve("scores.csv");
    CommandRunner.done("results", "--csv", csv, "--state", state);
    return Files.readString(csv);
  }

  private void execute(String sql) throws SQLException {
    try (Connection duck =
            DriverManager.getConnection("jdbc:duckdb:" + state.resolve("results.duckdb"));
        Statement statement = duck.createStatement()) {
      statement.execute(sql);
      statement.execute("CHECKPOINT");
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private static Map<String, String> without(Map<String, String> map, String key) {
    Map<String, String> rest = new TreeMap<>(map);
    rest.remove(key);
    return rest;
  }

  /** Hash of every file, by its path. */
  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            state.relativize(file).toString(),
            new ContentHash().add(Files.readAllBytes(file)).shortHex());
      }
    }
    return content;
  }
}
