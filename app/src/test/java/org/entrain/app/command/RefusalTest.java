package org.entrain.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.entrain.app.Environment;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.app.run.InputCheck;
import org.entrain.app.run.RunRequest;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateLock;
import org.entrain.app.state.StateStore;
import org.entrain.common.Locations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input: exit code 2, a message with file, field, expected and found, and nothing written. */
class RefusalTest {

  private static final Path SAMPLE = CommandRunner.HOME.resolve("sample");
  private static final Path STEP_0 = SAMPLE.resolve("checkpoints/nano/step0");

  @TempDir private Path temporary;
  private Path state;

  /** Breaks copies of a dataset and of a checkpoint. */
  @FunctionalInterface
  private interface Damage {
    void to(Path dataset, Path model) throws IOException;
  }

  @BeforeEach
  void nameState() {
    state = temporary.resolve("state");
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("missing words", (d, m) -> Files.delete(d.resolve("words.tsv")), "words.tsv"),
        damage("missing recording", (d, m) -> Files.delete(recording(d)), "A.npy"),
        damage("malformed manifest", (d, m) -> write(d.resolve("dataset.yaml"), "{"), "dataset"),
        damage("recording cut off", (d, m) -> truncate(recording(d), 1_000), "A.npy", "expected"),
        damage("no .npy", (d, m) -> write(recording(d), "hello"), "A.npy", "expected"),
        damage("wrong dtype", (d, m) -> header(recording(d), "<f4", "<c8"), "A.npy", "c8"),
        damage("rows off the clock", (d, m) -> edit(d, "volumes: 95", "volumes: 96"), "A.npy"),
        damage("NaN in a recording", (d, m) -> nan(recording(d)), "A.npy", "NaN"),
        damage("words out of order", (d, m) -> swapWords(d.resolve("words.tsv")), "words.tsv"),
        damage("unknown architecture", (d, m) -> config(m, "gpt_neox", "rwkv"), "rwkv"),
        damage("truncated weights", (d, m) -> truncate(weights(m), 9_000), "model.safetensors"),
        damage("no tokenizer", (d, m) -> Files.delete(m.resolve("tokenizer.json")), "tokenizer"),
        damage("no weights", (d, m) -> Files.delete(weights(m)), "model.safetensors"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void damagedInput_isRefusedBeforeAnyWork(String name, Damage damage, List<String> parts)
      throws IOException {
    Path dataset = temporary.resolve("dataset");
    Files.createDirectories(dataset);
    Files.copy(SAMPLE.resolve("dataset.yaml"), dataset.resolve("dataset.yaml"));
    Files.copy(SAMPLE.resolve("words.tsv"), dataset.resolve("words.tsv"));
    CommandRunner.copy(SAMPLE.resolve("recordings"), dataset.resolve("recordings"));
    Path model = CommandRunner.copy(STEP_0, temporary.resolve("model/step0"));
    damage.to(dataset, model);

    refused(
        CommandRunner.run("run", "--dataset", dataset, "--models", model, "--state", state), parts);
  }

  @Test
  void oneDamagedCheckpointOfTwo_isListedByADryRun() throws IOException {
    Path models = temporary.resolve("nano");
    CommandRunner.copy(STEP_0, Files.createDirectories(models).resolve("step0"));
    Path bad = CommandRunner.copy(STEP_0, models.resolve("step1"));
    nan(weights(bad));

    refused(
        CommandRunner.run("run", "--dry-run", "--models", models, "--state", state),
        List.of("step1/model.safetensors", "tensor", "NaN"));
    Outcome twoFaults =
        CommandRunner.run("run", "--models", models, "--set", "gap=x", "--state", state);
    refused(twoFaults, List.of("step1/model.safetensors", "gap"));
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        request("--set lag=1 --set folds=1", "'lag'", "'lags'", "folds", "'1'"),
        request("--preset papre", "--preset", "'papre'", "paper"),
        request("--speed fast", "--speed", "'fast'", "max"),
        request("--layers 7", "--layers", "0 to 4", "7"),
        request("--set folds=400", "folds=400", "296", "gap"),
        request("--set folds=5 --set gap=40", "gap=40", "296", "smaller gap"),
        request("--set folds=runs:9", "folds=runs:9", "fewer runs than folds: 4 < 9"),
        request("--set inner.folds=300", "inner.folds=300", "224 training rows", "224 < 300"),
        request("--set inner.folds=runs:4", "inner.folds=runs:4", "fewer runs than folds: 3 < 4"),
        request(
            "--set folds=runs:2 --set inner.folds=2 --set inner.gap=300",
            "inner.gap=300",
            "137 training rows",
            "no row to fit after a gap of 300"),
        request(
            "--set permutation.block=38",
            "permutation.block=38",
            "76 rows",
            "each of 4 folds",
            "test rows of the longest run: 72 in fold 0, 74 in fold 1, 75"),
        request(
            "--set folds=5 --set gap=0 --set permutation.block=30",
            "two whole blocks (60 rows)",
            "test rows of the longest run: "),
        request(
            "--set lambda.scope=region --participants A,B",
            "lambda.scope=region",
            "no regions for 2 of 2: A, B",
            "recordings.regions"),
        request(
            "--set bands=word-rate --set lambda.scope=all",
            "bands: expected none, since lambda.scope=all",
            "found word-rate"),
        request("--set bands=all", "bands", "none or word-rate"),
        request("--set classification.rows=0", "classification.rows", "from 1 to"),
        request("--set lambdas=0,1", "lambdas", "'0,1'", "value 0 is not positive: 0.0"),
        request("--set pca=9999", "pca=9999", "hidden size"),
        request("--participants Z", "participants", "Z", "A, B"),
        request("--models /nowhere", "/nowhere", "expected"),
        request("--activations /nowhere", "/nowhere", "expected"),
        request("--dataset /nowhere", "/nowhere", "expected"),
        request("--port 70000", "--port", "70000"),
        request("--nonsense", "--nonsense"),
        request("--port many", "--port", "many"),
        request("--state /dev/null/state", "--state", "/dev/null/state"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void impossibleRequest_isRefusedBeforeAnyWork(String arguments, List<String> parts) {
    List<Object> all = Stream.<Object>of("run", "--models", STEP_0, "--state", state).toList();
    Object[] words =
        Stream.concat(
                arguments.startsWith("--state") ? Stream.of("run") : all.stream(),
                Arrays.stream(arguments.split(" ")))
            .toArray();

    refused(CommandRunner.run(words), parts);
  }

  @Test
  void severalFaults_areNamedTogether() {
    Outcome outcome =
        CommandRunner.run(
            "run",
            "--set",
            "gap=x",
            "--models",
            "/nowhere",
            "--participants",
            "Z",
            "--state",
            state);

    refused(outcome, List.of("gap", "/nowhere", "Z"));
  }

  @Test
  void portInUse_isRefused() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      refused(
          CommandRunner.run("run", "--port", taken.getLocalPort(), "--state", state),
          List.of("--port", Integer.toString(taken.getLocalPort()), "taken"));
    }
  }

  @Test
  void stateOfOtherSettings_isRefusedWithBothValues() {
    acceptSample();

    Outcome outcome =
        CommandRunner.run("run", "--set", "lags=1-4", "--preset", "paper", "--state", state);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("lags", "0-4", "1-4", "--state").doesNotContain("\tat ");
  }

  @Test
  void stateInUse_isRefusedWithTheProcess() {
    acceptSample();
    try (StateLock lock = StateLock.tryTake(new StateFolder(state)).orElseThrow()) {
      assertThat(lock).isNotNull();
      Outcome outcome = CommandRunner.run("run", "--state", state);

      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void commandsWithoutAState_areRefused() {
    for (String command : List.of("status", "results")) {
      refused(CommandRunner.run(command, "--state", state), List.of("--state", "none"));
    }
    refused(CommandRunner.run("add", STEP_0, "--state", state), List.of("--state", "none"));
    refused(CommandRunner.run("worker", "planner"), List.of("--bootstrap-servers"));
    refused(CommandRunner.run("nonsense"), List.of("nonsense"));
    refused(CommandRunner.run(), List.of("command"));
  }

  @Test
  void databasesOfResults_thatCannotBeUsed_areRefused() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String address = "jdbc:postgresql://localhost:" + port + "/db";
    refused(
        CommandRunner.run("results", "--results", address),
        List.of("localhost:" + port + "/db: server: expected one that answers, found none."));
    refused(
        CommandRunner.run("results", "--results", address + "?password=s3cret"),
        List.of("address: expected no user, no password", "~/.pgpass"));
    refused(
        CommandRunner.run("worker", "planner", "--bootstrap-servers", "b:1", "--results", address),
        List.of("worker planner: --results: expected the stage results"));
    Outcome worker =
        CommandRunner.run(
            "worker",
            "results",
            "--bootstrap-servers",
            "localhost:" + port,
            "--state",
            state,
            "--results",
            address);
    assertThat(worker.code()).isEqualTo(2);
    assertThat(worker.err()).startsWith("entrain: localhost:" + port + "/db: server:");
  }

  @ParameterizedTest
  @CsvSource({
    "encoding, 0/3, strict, 'expected K/N with K from 1 to N, as 2/3, found 0/3'",
    "encoding, 2, strict, 'expected K/N with K from 1 to N, as 2/3, found 2'",
    "features, 1/2, strict, 'expected the stage encoding, found features'",
    "encoding, 1/2, toneva-wehbe, 'expected settings that score each voxel by itself'"
  })
  void sharesOfVoxels_thatCannotBe_areRefused(
      String stage, String share, String preset, String message) {
    Outcome outcome =
        CommandRunner.run(
            "worker",
            stage,
            "--bootstrap-servers",
            "b:1",
            "--voxels",
            share,
            "--preset",
            preset,
            "--state",
            state);
    assertThat(outcome.code()).isEqualTo(2);
    refused(outcome, List.of("worker " + stage + ": --voxels: " + message));
    assertThat(state).doesNotExist();
  }

  private void refused(Outcome outcome, List<String> parts) {
    assertThat(outcome.err()).contains(parts).startsWith("entrain: ").doesNotContain("\tat ");
    assertThat(outcome.err()).doesNotContain("unexpected");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(state).doesNotExist();
  }

  private void acceptSample() {
    StateFolder folder = new StateFolder(state);
    folder.create();
    Environment environment = new Environment(CommandRunner.HOME, false, false, 80);
    RunRequest request = new RunRequest(null, null, null, List.of(), List.of(), null, List.of());
    new StateStore(folder)
        .write(
            new InputCheck(environment, folder, Optional.empty(), Locations.local())
                .check(request)
                .state());
  }

  private static Arguments damage(String name, Damage damage, String... parts) {
    return Arguments.of(name, damage, List.of(parts));
  }

  private static Arguments request(String arguments, String... parts) {
    return Arguments.of(arguments, List.of(parts));
  }

  private static Path recording(Path dataset) {
    return dataset.resolve("recordings/A.npy");
  }

  private static Path weights(Path model) {
    return model.resolve("model.safetensors");
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  private static void truncate(Path file, int bytes) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
  }

  private static void edit(Path dataset, String before, String after) throws IOException {
    Path manifest = dataset.resolve("dataset.yaml");
    write(manifest, Files.readString(manifest).replaceFirst(before, after));
  }

  private static void config(Path model, String before, String after) throws IOException {
    Path config = model.resolve("config.json");
    write(config, Files.readString(config).replace(before, after));
  }

  private static void header(Path npy, String before, String after) throws IOException {
    byte[] bytes = Files.readAllBytes(npy);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Files.write(npy, text.replace(before, after).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void nan(Path npy) throws IOException {
    byte[] bytes = Files.readAllBytes(npy);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(bytes.length - Float.BYTES, Float.NaN);
    Files.write(npy, bytes);
  }

  private static void swapWords(Path words) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(words));
    Collections.swap(lines, 10, 400);
    Files.write(words, lines);
  }
}
