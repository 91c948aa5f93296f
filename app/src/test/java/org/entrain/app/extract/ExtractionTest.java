package org.entrain.app.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.entrain.app.Environment;
import org.entrain.app.ExitCodes;
import org.entrain.app.Logs;
import org.entrain.app.Refusal;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.run.WorkFailure;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;
import org.entrain.models.Pass;
import org.entrain.models.PassOutputs;
import org.entrain.models.TokenizedText;
import org.entrain.models.WordTokenizer;
import org.entrain.producers.checkpoints.ActivationsFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what the model gives, and what is stopped leaves nothing half-done. */
class ExtractionTest {

  private static final Path SAMPLE = CommandRunner.HOME.resolve("sample");
  private static final Path STEP = SAMPLE.resolve("checkpoints/nano/step256");
  private static final int WORDS = 60;

  @TempDir private Path temporary;
  private final Hooks hooks = new Hooks();
  private final StringWriter printed = new StringWriter();
  private Path words;
  private Path out;

  @BeforeEach
  void cutText() throws IOException {
    out = temporary.resolve("out");
    words = temporary.resolve("words.tsv");
    Files.write(words, Files.readAllLines(SAMPLE.resolve("words.tsv")).subList(0, 1 + WORDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens:20", "words:5", "full"})
  void wordsAndPerplexity_areThoseOfOneWindowAtATime(String policy) throws IOException {
    assertThat(extraction("context=" + policy, "embedding.windows=7").run()).isZero();

    ActivationsFolder written = ActivationsFolder.open(out.resolve("nano/step256"));
    Extracted extracted = Extracted.read(out.resolve("nano/step256")).orElseThrow();
    CheckpointFolder folder = CheckpointFolder.open(STEP);
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(folder)) {
      TokenizedText text = text(folder);
      int first = policy.startsWith("tokens") ? 20 : 1;
      assertThat(written.skippedWords()).isEqualTo(first == 1 ? 0 : text.firstUsedWord(20));
      for (int word = written.skippedWords(); word < WORDS; word++) {
        int[] window = before(text, policy, text.wordEnd()[word]);
        float[][] expected = window(model, window, new int[] {0, 1, 2, 3, 4}, -1).hidden();
        for (int layer = 0; layer < 5; layer++) {
          assertThat(written.vector(layer, word)).containsExactly(expected[layer], within(1e-5f));
        }
      }
      double sum = 0;
      for (int token = first; token < text.ids().length; token++) {
        int[] window = before(text, policy, token);
        sum += window(model, window, new int[0], text.ids()[token]).logProbabilities()[0];
      }
      assertThat(extracted.tokensScored()).isEqualTo(text.ids().length - first);
      assertThat(extracted.logProbabilitySum()).isCloseTo(sum, within(1e-4));
      assertThat(extracted.perplexity())
          .isCloseTo(Math.exp(-sum / extracted.tokensScored()), withinPercentage(1e-4));
    }
  }

  @Test
  void meanOverAllPrecedingText_isThatOfEachWordsTokens() throws IOException {
    assertThat(extraction("context=full", "representation=mean").run()).isZero();

    ActivationsFolder written = ActivationsFolder.open(out.resolve("nano/step256"));
    CheckpointFolder folder = CheckpointFolder.open(STEP);
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(folder)) {
      TokenizedText text = text(folder);
      assertThat(written.skippedWords()).isZero();
      for (int word = 0; word < WORDS; word++) {
        int begin = word == 0 ? 0 : text.wordEnd()[word - 1];
        int end = text.wordEnd()[word];
        float[] mean = new float[64];
        for (int token = begin; token < end; token++) {
          int[] all = Arrays.copyOf(text.ids(), token + 1);
          float[] state = window(model, all, new int[] {4}, -1).hidden()[0];
          for (int h = 0; h < mean.length; h++) {
            mean[h] += state[h] / (end - begin);
          }
        }
        assertThat(written.vector(4, word)).containsExactly(mean, within(1e-4f));
      }
    }
  }

  @Test
  void modelReadBlockByBlock_givesTheSame() throws IOException {
    extraction().run();
    byte[] resident = representations();
    out = temporary.resolve("streamed");

    assertThat(extraction("model.memory=1k").run()).isZero();

    assertThat(representations()).isEqualTo(resident);
  }

  @ParameterizedTest
  @CsvSource({"1k, false", "5g, true"})
  void modelMemory_decidesWhetherBlocksAreReadAfterTheModelIsOpen(String memory, boolean resident)
      throws IOException {
    Path copy = CommandRunner.copy(STEP, temporary.resolve("copy"));
    hooks.expecting = () -> delete(copy.resolve("model.safetensors"));

    int code = extraction(List.of(copy), "model.memory=" + memory).run();

    assertThat(code == 0).as(printed.toString()).isEqualTo(resident);
  }

  @Test
  void stop_beforeAnythingBegan_leavesNothing() throws IOException {
    Extraction stopped = extraction();
    stopped.stop();

    assertThat(stopped.run()).isEqualTo(ExitCodes.INTERRUPTED);

    assertThat(printed.toString()).contains("the same command goes on from here");
    assertThat(written()).isEmpty();
  }

  @Test
  void stop_afterTheFirstPassage_leavesNothingHalfDoneAndTheNextDoesIt() throws IOException {
    Extraction stopped = extraction("embedding.windows=7");
    hooks.passed =
        () -> {
          assertThat(written()).contains("nano/.step256.part/representations.npy");
          stopAndWait(stopped);
        };

    assertThat(stopped.run()).isEqualTo(ExitCodes.INTERRUPTED);

    assertThat(written()).isEmpty();
    hooks.passed = () -> {};
    assertThat(extraction("embedding.windows=7").run()).isZero();
    assertThat(ActivationsFolder.open(out.resolve("nano/step256")).layers()).isEqualTo(5);
  }

  @Test
  void stop_whileCopying_keepsTheFirstAndLeavesNothingOfTheCopy() throws IOException {
    Path copy = CommandRunner.copy(STEP, temporary.resolve("copy"));
    Extraction stopped = extraction(List.of(STEP, copy));
    hooks.copying = () -> stopAndWait(stopped);

    assertThat(stopped.run()).isEqualTo(ExitCodes.INTERRUPTED);

    assertThat(written()).hasSize(3).allMatch(file -> file.startsWith("nano/step256/"));
  }

  @Test
  void folderThatCannotBeWrittenMidway_endsTheWork() {
    hooks.writing = () -> delete(out.resolve("nano/.step256.part"));

    assertThatThrownBy(() -> extraction().run())
        .isInstanceOf(WorkFailure.class)
        .hasMessageContaining("cannot write " + out.resolve("nano/step256"));
  }

  @Test
  void memoryThatEnds_failsItsCheckpointAlone() throws IOException {
    Path large = CommandRunner.copy(STEP, temporary.resolve("large"));
    hooks.expecting =
        () -> {
          hooks.expecting = () -> {};
          throw new IllegalStateException("a pass failed", new OutOfMemoryError("Java heap space"));
        };

    assertThat(extraction(List.of(large, STEP)).run()).isEqualTo(ExitCodes.FAILED);

    assertThat(printed.toString())
        .contains("failed: large@0: needs more memory: ENTRAIN_JAVA_OPTS=-Xmx4g", "1 computed");
    assertThat(written()).hasSize(3).allMatch(file -> file.startsWith("nano/step256/"));
  }

  @Test
  void folderInUse_isRefused() {
    try (OutputFolder held = OutputFolder.take(out)) {
      assertThat(held).isNotNull();

      assertThatThrownBy(() -> extraction().run())
          .isInstanceOf(Refusal.class)
          .hasMessageContainingAll("--out", out.toString(), "an extraction under way");
    }
  }

  private byte[] representations() throws IOException {
    return Files.readAllBytes(out.resolve("nano/step256/representations.npy"));
  }

  private static PassOutputs window(LanguageModel model, int[] tokens, int[] layers, int next) {
    return model.run(Pass.ofWindows(tokens, 1, tokens.length, layers, new int[] {next}));
  }

  private TokenizedText text(CheckpointFolder folder) throws IOException {
    List<String> texts =
        Files.readAllLines(words).stream().skip(1).map(line -> line.split("\t")[0]).toList();
    try (WordTokenizer tokenizer = WordTokenizer.open(folder.tokenizer())) {
      return tokenizer.tokenize(texts);
    }
  }

  /** The window before token {@code end}, as the policies' definitions say. */
  private static int[] before(TokenizedText text, String policy, int end) {
    int begin = 0;
    if (policy.startsWith("tokens")) {
      begin = end - 20;
    } else if (policy.startsWith("words")) {
      int word = 0; // of the last token
      while (text.wordEnd()[word] < end) {
        word++;
      }
      begin = word < 5 ? 0 : text.wordEnd()[word - 5];
    }
    return Arrays.copyOfRange(text.ids(), begin, end);
  }

  private List<String> written() {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .filter(file -> !file.startsWith("extract."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.list(path)) {
          files.forEach(ExtractionTest::delete);
        }
      }
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the signal has reached this thread. */
  private static void stopAndWait(Extraction extraction) {
    extraction.stop();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Extraction extraction(String... assignments) {
    return extraction(List.of(STEP), assignments);
  }

  private Extraction extraction(List<Path> checkpoints, String... assignments) {
    List<String> models = checkpoints.stream().map(Path::toString).toList();
    ExtractRequest request =
        new ExtractRequest(Location.of(words), null, null, models, out, null, List.of(assignments));
    PrintWriter writer = new PrintWriter(printed);
    return new Extraction(
        ExtractCheck.check(request, Locations.local()),
        new Environment(CommandRunner.HOME, false, false, 80),
        new Logs(),
        writer,
        writer,
        hooks);
  }

  /** Lets a test act at a point of the work, on the thread that works. */
  private static final class Hooks extends ExtractProgress {
    private static final Runnable NOTHING = () -> {};

    private Runnable expecting = NOTHING;
    private Runnable passed = NOTHING;
    private Runnable writing = NOTHING;
    private Runnable copying = NOTHING;

    Hooks() {
      super(1);
    }

    @Override
    void expect(long all) {
      super.expect(all);
      expecting.run();
    }

    @Override
    void passage(int ofPassage) {
      super.passage(ofPassage);
      passed.run();
    }

    @Override
    void phase(String now) {
      super.phase(now);
      (now.equals("copying") ? copying : now.equals("writing") ? writing : NOTHING).run();
    }
  }
}
