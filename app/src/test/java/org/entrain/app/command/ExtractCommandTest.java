package org.entrain.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.producers.checkpoints.ActivationsFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command on the packaged sample's checkpoints and the first words of its story. */
class ExtractCommandTest {

  private static final Path SAMPLE = CommandRunner.HOME.resolve("sample");
  private static final Path NANO = SAMPLE.resolve("checkpoints/nano");
  private static final int WORDS = 70;

  @TempDir private Path temporary;
  private Path words;
  private Path out;

  @BeforeEach
  void cutText() throws IOException {
    out = temporary.resolve("out");
    words = temporary.resolve("words.tsv");
    Files.write(words, Files.readAllLines(SAMPLE.resolve("words.tsv")).subList(0, 1 + WORDS));
  }

  @Test
  void extract_ofSteps_writesFoldersThatAreReadAsActivations() throws IOException {
    Path models = temporary.resolve("nano");
    for (String step : List.of("step0", "step1", "step16")) {
      CommandRunner.copy(NANO.resolve(step), models.resolve(step));
    }

    Outcome outcome = extract("--models", models);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("2 computed, 1 copied (equal weights), 0 finished before");
    assertThat(outcome.err()).contains("nano@1: equal weights to nano@0, copied");
    ActivationsFolder first = ActivationsFolder.open(out.resolve("nano/step0"));
    assertThat(first.layers()).isEqualTo(5);
    assertThat(first.hiddenSize()).isEqualTo(64);
    assertThat(first.skippedWords()).isBetween(1, WORDS - 1);
    assertThat(first.words()).isEqualTo(WORDS - first.skippedWords());
    ActivationsFolder second = ActivationsFolder.open(out.resolve("nano/step1"));
    assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
    assertThat(ActivationsFolder.open(out.resolve("nano/step16")).fingerprint())
        .isNotEqualTo(first.fingerprint());
    assertThat(perplexity("nano/step0").path("perplexity").asDouble()).isBetween(900.0, 1200.0);
    assertThat(perplexity("nano/step1").path("step").asInt()).isOne();
    assertThat(files()).noneMatch(file -> file.endsWith(".part"));
  }

  @Test
  void modelWithoutSteps_hasAFolderOfItsName() throws IOException {
    CommandRunner.copy(NANO.resolve("step0"), temporary.resolve("tiny"));

    assertThat(extract("--models", temporary.resolve("tiny")).code()).isZero();

    assertThat(files()).contains("tiny/perplexity.json", "tiny/representations.npy");
    assertThat(perplexity("tiny").path("words_skipped").asInt())
        .isEqualTo(ActivationsFolder.open(out.resolve("tiny")).skippedWords());
  }

  @Test
  void extractAgain_leavesWhatIsFinishedAndDoesTheRest() throws IOException {
    extract("--models", NANO.resolve("step0"));
    Path array = out.resolve("nano/step0/representations.npy");
    FileTime before = Files.getLastModifiedTime(array);
    Path killed = out.resolve("nano/.step16.part");
    Files.createDirectories(killed);
    Files.writeString(killed.resolve("representations.npy"), "half of it");

    Outcome again = extract("--models", NANO.resolve("step0"), NANO.resolve("step16"));

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("1 computed, 0 copied (equal weights), 1 finished before");
    assertThat(again.err()).contains("nano@0: finished before, left as it is");
    assertThat(Files.getLastModifiedTime(array)).isEqualTo(before);
    assertThat(killed).doesNotExist();
    assertThat(ActivationsFolder.open(out.resolve("nano/step16")).layers()).isEqualTo(5);
  }

  @Test
  void finished_isNotReadAgainUntilAFileOfItsCheckpointChanges() throws IOException {
    Path tiny = CommandRunner.copy(NANO.resolve("step0"), temporary.resolve("tiny"));
    Path weights = tiny.resolve("model.safetensors");
    FileTime time = Files.getLastModifiedTime(weights);
    extract("--models", tiny);
    Files.write(weights, new byte[(int) Files.size(weights)]);
    Files.setLastModifiedTime(weights, time);

    Outcome unread = extract("--models", tiny);
    Files.setLastModifiedTime(weights, FileTime.fromMillis(time.toMillis() + 1000));
    Outcome read = extract("--models", tiny);

    assertThat(unread.code()).as(unread.err()).isZero();
    assertThat(unread.out()).contains("1 finished before");
    assertThat(read.code()).isEqualTo(2);
    assertThat(read.err()).contains("failed: tiny@0: " + weights);
  }

  @Test
  void finished_ofWhichTheWeightsAreGone_isLeftWithANote() throws IOException {
    Path tiny = CommandRunner.copy(NANO.resolve("step0"), temporary.resolve("tiny"));
    extract("--models", tiny);
    Files.delete(tiny.resolve("model.safetensors"));

    Outcome again = extract("--models", tiny);

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("left as it is (gone from its checkpoint: model.safetensors)");
  }

  @Test
  void earlierResult_thatCannotBeRead_isNamedAndTheOthersGoOn() throws IOException {
    extract("--models", NANO.resolve("step0"));
    Path file = out.resolve("nano/step0/perplexity.json");
    Files.write(file, new byte[] {'"', (byte) 0xff, '"'});

    Outcome again = extract("--models", NANO.resolve("step0"), NANO.resolve("step16"));

    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out()).contains("1 computed", "1 failed");
    assertThat(again.err())
        .contains("failed: nano@0: " + out.resolve("nano/step0") + ": perplexity.json")
        .doesNotContain("cannot write");
  }

  @Test
  void modelCalledLikeAPartialFolder_keepsApart() throws IOException {
    CommandRunner.copy(NANO.resolve("step0"), temporary.resolve("tiny"));
    CommandRunner.copy(NANO.resolve("step16"), temporary.resolve("tiny.part"));

    Outcome both = extract("--models", temporary.resolve("tiny.part"), temporary.resolve("tiny"));
    Outcome hidden = extract("--models", ".tiny.part=" + temporary.resolve("tiny"));

    assertThat(both.out()).contains("2 computed");
    assertThat(files()).contains("tiny/perplexity.json", "tiny.part/perplexity.json");
    assertThat(hidden.code()).isEqualTo(2);
    assertThat(hidden.err()).contains("name of the model: expected no . in front");
  }

  @Test
  void outputThatCannotBeWritten_endsAllWithTheCodeOfFailedWork() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("nano"), "no folder");

    Outcome outcome = extract("--models", NANO.resolve("step0"), NANO.resolve("step16"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("cannot write " + out.resolve("nano/step0"));
  }

  @Test
  void extractOtherwise_touchesNothingAndNamesBothValues() throws IOException {
    extract("--models", NANO.resolve("step0"));
    List<String> before = files();
    String written = Files.readString(out.resolve("nano/step0/perplexity.json"));

    Outcome context = extract("--models", NANO.resolve("step0"), "--set", "context=words:20");
    Files.writeString(words, "the-end\t9999\t4\n", java.nio.file.StandardOpenOption.APPEND);
    Outcome text = extract("--models", NANO.resolve("step0"));

    assertThat(context.code()).isEqualTo(2);
    assertThat(context.err())
        .contains("nano/step0: context: expected words:20, found tokens:50", "--out");
    assertThat(text.code()).isEqualTo(2);
    assertThat(text.err()).contains("nano/step0: words: expected");
    assertThat(files()).isEqualTo(before);
    assertThat(out.resolve("nano/step0/perplexity.json")).hasContent(written);
  }

  @Test
  void damagedCheckpoints_areNamedAndTheOthersGoOn() throws IOException {
    Path nan = CommandRunner.copy(NANO.resolve("step0"), temporary.resolve("nan"));
    byte[] bytes = Files.readAllBytes(nan.resolve("model.safetensors"));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 4, 0x7fff7fff);
    Files.write(nan.resolve("model.safetensors"), bytes);
    Path cut = CommandRunner.copy(NANO.resolve("step0"), temporary.resolve("cut"));
    Files.delete(cut.resolve("model.safetensors"));
    Path unknown = CommandRunner.copy(NANO.resolve("step0"), temporary.resolve("unknown"));
    Path config = unknown.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("gpt_neox", "rwkv"));

    Outcome outcome = extract("--models", nan, cut, unknown, NANO.resolve("step0"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).contains("1 computed", "3 failed");
    assertThat(outcome.err())
        .contains("failed: nan@0: " + nan, "tensor ")
        .contains("failed: cut@0: " + cut, "model.safetensors")
        .contains("failed: unknown@0: " + unknown, "rwkv")
        .doesNotContain("\tat ", "unexpected");
    assertThat(files()).filteredOn(file -> file.contains("/")).allMatch(f -> f.startsWith("nano"));
    assertThat(extract("--models", nan, cut).code()).as("nothing but refusals").isEqualTo(2);
  }

  @Test
  void layers_chosen_areWrittenAlone() throws IOException {
    extract("--models", NANO.resolve("step16"));
    Path some = temporary.resolve("some");

    Outcome outcome =
        CommandRunner.run(
            "extract",
            "--words",
            words,
            "--models",
            NANO.resolve("step16"),
            "--out",
            some,
            "--layers",
            "1,3",
            "--set",
            "threads=1");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    ActivationsFolder all = ActivationsFolder.open(out.resolve("nano/step16"));
    ActivationsFolder chosen = ActivationsFolder.open(some.resolve("nano/step16"));
    assertThat(chosen.layers()).isEqualTo(2);
    for (int word = all.skippedWords(); word < WORDS; word++) {
      assertThat(chosen.vector(0, word)).isEqualTo(all.vector(1, word));
      assertThat(chosen.vector(1, word)).isEqualTo(all.vector(3, word));
      assertThat(chosen.vector(1, word)).isNotEqualTo(chosen.vector(0, word));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --set context=sentence            | context: expected tokens, words:N with N from 1, or full, found 'sentence'
          --set representation=first        | representation: expected last or mean, found 'first'
          --set model.memory=5              | model.memory: expected a whole number with unit
          --preset papre                    | 'papre'
          --dataset nowhere                 | --words: text: expected a table of words, or the words of a --dataset, found both
          --models /nowhere                 | /nowhere
          --layers 3,1                      | layers: expected
          --layers 9                        | layers: expected hidden states from 0 to 4, found 9
          --set words.skip=5000             | context: expected a context shorter than the text
          --set context.tokens=5000         | context: expected a context shorter than the text
          --out /dev/null/out               | --out: /dev/null/out: expected a folder that can be written
          """)
  void impossibleRequest_isRefusedWithWhatIsPossible(String arguments, String message) {
    List<Object> all = new ArrayList<>(List.of("extract", "--words", words));
    if (!arguments.startsWith("--out")) {
      all.addAll(List.of("--out", out));
    }
    if (!arguments.startsWith("--models")) {
      all.addAll(List.of("--models", NANO.resolve("step0")));
    }
    all.addAll(List.of((Object[]) arguments.split(" ")));

    Outcome outcome = CommandRunner.run(all.toArray());

    assertThat(outcome.err()).contains(message).doesNotContain("\tat ", "unexpected");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void missingText_isRefused() {
    Outcome outcome = CommandRunner.run("extract", "--models", NANO, "--out", out);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--words", "--dataset", "found neither");
    assertThat(out).doesNotExist();
  }

  private Outcome extract(Object... more) {
    List<Object> all = new ArrayList<>(List.of("extract", "--words", words, "--out", out));
    all.addAll(List.of(more));
    return CommandRunner.run(all.toArray());
  }

  private JsonNode perplexity(String folder) throws IOException {
    return new ObjectMapper().readTree(out.resolve(folder).resolve("perplexity.json").toFile());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> paths = Files.walk(out)) {
      return paths
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .filter(file -> !file.startsWith("extract."))
          .sorted()
          .toList();
    }
  }
}
