package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.objects.LoopbackStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose checkpoints and data set lie in an object store. */
class ObjectRunIT {

  private static final Path SAMPLE = CommandRunner.HOME.resolve("sample");

  @TempDir private Path temporary;
  private LoopbackStore store;
  private Map<String, String> variables;

  @BeforeEach
  void fill() throws IOException {
    store = new LoopbackStore();
    for (String step : List.of("step0", "step1")) {
      store.putFolder("models/nano/" + step, SAMPLE.resolve("checkpoints/nano/" + step));
    }
    for (String file : List.of("dataset.yaml", "words.tsv", "properties.tsv")) {
      store.put("data/story/" + file, Files.readAllBytes(SAMPLE.resolve(file)));
    }
    store.putFolder("data/story/recordings", SAMPLE.resolve("recordings"));
    variables = store.variables();
    variables.put("ENTRAIN_CACHE", temporary.resolve("cache").toString());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void run_fromAStore_scoresAsFromDisk_andFetchesEachFileOnce() throws IOException {
    String remote = scores("remote", "s3://data/story", "s3://models/nano");
    String local = scores("local", SAMPLE, copyOfModels());

    assertThat(remote).isEqualTo(local).hasLineCount(local.split("\n").length);
    assertThat(store.gets("models/nano/step0/model.safetensors")).isOne();
    assertThat(store.gets("models/nano/step1/tokenizer.json")).isOne();
    assertThat(store.gets("data/story/recordings/A.npy")).isOne();
    assertThat(store.gets("data/story/recordings/B.npy")).isZero();
    assertThat(store.gets("models/nano/step0/tokenizer_config.json")).isZero();

    int before = store.gets();
    Path state = temporary.resolve("remote");
    Outcome again = CommandRunner.runIn(variables, "run", "--once", "--state", state);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(store.gets()).isEqualTo(before);
    assertThat(secrets(state)).isEmpty();
  }

  @Test
  void extract_fromAStore_writesWhatItWritesFromDisk() throws IOException {
    Path models = copyOfModels();
    Path out = temporary.resolve("out");
    for (Object place : List.of("s3://models/nano", models)) {
      Path folder = out.resolve(place == models ? "local" : "remote");
      Object[] command = {
        "extract",
        "--words",
        SAMPLE.resolve("words.tsv"),
        "--models",
        place,
        "--layers",
        "1",
        "--out",
        folder
      };
      Outcome outcome = CommandRunner.runIn(variables, command);
      assertThat(outcome.code()).as(outcome.err()).isZero();
    }
    String file = "nano/step1/representations.npy";
    assertThat(out.resolve("remote").resolve(file))
        .hasSameBinaryContentAs(out.resolve("local").resolve(file));
  }

  @Test
  void run_withoutPermissionOrStore_endsWithOneLine() {
    Path state = temporary.resolve("state");
    Object[] command = {"run", "--once", "--models", "s3://models/nano", "--state", state};
    store.deny("models");
    Outcome denied = CommandRunner.runIn(variables, command);
    assertThat(denied.code()).isEqualTo(2);
    assertThat(denied.err())
        .startsWith("entrain: s3://models/nano: object: expected permission to read it")
        .hasLineCount(1)
        .doesNotContain(LoopbackStore.SECRET, LoopbackStore.KEY);

    store.close();
    Outcome away = CommandRunner.runIn(variables, command);
    assertThat(away.code()).isEqualTo(1);
    assertThat(away.err())
        .startsWith("entrain: s3://models/nano: the store does not answer")
        .hasLineCount(1);
    assertThat(state).doesNotExist();
  }

  private String scores(String name, Object dataset, Object models) throws IOException {
    Path state = temporary.resolve(name);
    Object[] command = {
      "run",
      "--once",
      "--dataset",
      dataset,
      "--models",
      models,
      "--layers",
      "1",
      "--participants",
      "A",
      "--state",
      state,
      "--http",
      "off"
    };
    Outcome outcome = CommandRunner.runIn(variables, command);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    Path csv = temporary.resolve(name + ".csv");
    CommandRunner.done("results", "--csv", csv, "--state", state);
    return Files.readString(csv);
  }

  private Path copyOfModels() {
    Path models = temporary.resolve("models/nano");
    for (String step : List.of("step0", "step1")) {
      Path folder = models.resolve(step);
      if (!Files.exists(folder)) {
        folder.getParent().toFile().mkdirs();
        CommandRunner.copy(SAMPLE.resolve("checkpoints/nano/" + step), folder);
      }
    }
    return models;
  }

  /** Files that tell a credential. */
  private static List<Path> secrets(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(ObjectRunIT::tells).toList();
    }
  }

  private static boolean tells(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.contains(LoopbackStore.SECRET) || text.contains(LoopbackStore.KEY);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
