package org.entrain.app.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.entrain.app.Environment;
import org.entrain.app.ExitCodes;
import org.entrain.app.Logs;
import org.entrain.app.Refusal;
import org.entrain.app.command.CommandRunner;
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

/** What is written is what the model gives, and what is stopped leaves nothing half-done. */
class ExtractionTest {

  private static final Path SAMPLE = CommandRunner.HOME.resolve("sample");
  private static final Path STEP = SAMPLE.resolve("checkpoints/nano/step256");
  private static final int WORDS = 60;

  @TempDir private Path temporary;
  private final StringWriter printed = new StringWriter();
  private Path words;
  private Path out;

  @BeforeEach
  void cutText() throws IOException {
    out = temporary.resolve("out");
    words = temporary.resolve("words.tsv");
    Files.write(words, Files.readAllLines(SAMPLE.resolve("words.tsv")).subList(0, 1 + WORDS));
  }

  @Test
  void wordsAndPerplexity_areThoseOfOneWindowAtATime() throws IOException {
    int context = 20;

    assertThat(extraction("context.tokens=" + context, "embedding.windows=7").run()).isZero();

    ActivationsFolder written = ActivationsFolder.open(out.resolve("nano/step256"));
    Extracted extracted = Extracted.read(out.resolve("nano/step256")).orElseThrow();
    CheckpointFolder folder = CheckpointFolder.open(STEP);
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(folder)) {
      TokenizedText text = text(folder);
      assertThat(written.skippedWords()).isEqualTo(text.firstUsedWord(context));
      for (int word : new int[] {written.skippedWords(), 40, WORDS - 1}) {
        float[][] expected =
            window(model, text.window(word, context), new int[] {0, 1, 2, 3, 4}, -1).hidden();
        for (int layer = 0; layer < 5; layer++) {
          assertThat(written.vector(layer, word)).containsExactly(expected[layer], within(1e-5f));
        }
      }
      double sum = 0;
      for (int token = context; token < text.ids().length; token++) {
        int[] before = Arrays.copyOfRange(text.ids(), token - context, token);
        sum += window(model, before, new int[0], text.ids()[token]).logProbabilities()[0];
      }
      assertThat(extracted.tokensScored()).isEqualTo(text.ids().length - context);
      assertThat(extracted.logProbabilitySum()).isCloseTo(sum, within(1e-4));
      assertThat(extracted.perplexity())
          .isCloseTo(Math.exp(-sum / extracted.tokensScored()), within(1e-4));
    }
  }

  @Test
  void meanOverAllPrecedingText_isOnePassOverTheText() throws IOException {
    assertThat(extraction("context=full", "representation=mean").run()).isZero();

    ActivationsFolder written = ActivationsFolder.open(out.resolve("nano/step256"));
    CheckpointFolder folder = CheckpointFolder.open(STEP);
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(folder)) {
      TokenizedText text = text(folder);
      assertThat(written.skippedWords()).isZero();
      int word = WORDS - 1;
      int begin = text.wordEnd()[word - 1];
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

  @Test
  void modelReadBlockByBlock_givesTheSame() throws IOException {
    extraction().run();
    byte[] resident = representations();
    out = temporary.resolve("streamed");

    assertThat(extraction("model.memory=1k").run()).isZero();

    assertThat(representations()).isEqualTo(resident);
  }

  @Test
  void stop_endsWithTheCodeOfInterruptionAndLeavesNothingHalfDone() throws IOException {
    Extraction stopped = extraction();
    stopped.stop();

    assertThat(stopped.run()).isEqualTo(ExitCodes.INTERRUPTED);

    assertThat(printed.toString()).contains("the same command goes on from here");
    try (Stream<Path> left = Files.walk(out)) {
      assertThat(left.map(out::relativize).map(Path::toString))
          .noneMatch(file -> file.contains("step256"));
    }
    assertThat(extraction().run()).isZero();
    assertThat(ActivationsFolder.open(out.resolve("nano/step256")).layers()).isEqualTo(5);
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

  private Extraction extraction(String... assignments) {
    ExtractRequest request =
        new ExtractRequest(
            words, null, null, List.of(STEP.toString()), out, null, List.of(assignments));
    PrintWriter writer = new PrintWriter(printed);
    return new Extraction(
        ExtractCheck.check(request),
        new Environment(CommandRunner.HOME, false, false, 80),
        new Logs(),
        writer,
        writer);
  }
}
