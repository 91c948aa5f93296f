package org.entrain.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;
import org.entrain.models.Pass;
import org.entrain.models.PassOutputs;
import org.entrain.models.TestFolders;
import org.entrain.models.TokenizedText;
import org.entrain.models.WordTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Texts far longer than a model's positions, read in one go under the context {@code full},
 * compared with what {@link BruteForce} computes for each token alone: one pass of the same model
 * over the window that the policy gives that token. So it tests segments, positions and sums, not
 * the network, which {@code ReferenceTest} compares with another library.
 */
class LongTextTest {

  private static final int WORDS = 5000;
  private static final double TOLERANCE = 1e-4;
  private static final int[] NO_LAYERS = {};

  @TempDir Path folder;

  /** 400 words over 64 positions: two dozen segments. */
  @Test
  void textOfATinyModel_inSegments_givesWhatTokenAfterTokenGives() throws IOException {
    CheckpointFolder tiny = TestFolders.write(folder, "gpt_neox");
    assertThat(tiny.config().maxPositions()).isEqualTo(TestFolders.POSITIONS);
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(tiny)) {
      TokenizedText text = TestTexts.random(400, 400, TestFolders.VOCABULARY);
      assertThat(text.ids()).hasSizeGreaterThan(10 * TestFolders.POSITIONS);
      compare(model, text, new int[] {0, 2, TestFolders.LAYERS}, 3);
    }
  }

  @Test
  void textOfATrainedModel_inSegments_givesWhatTokenAfterTokenGives() throws IOException {
    String root = System.getenv("ENTRAIN_REFERENCE");
    assumeTrue(root != null, "ENTRAIN_REFERENCE is not set: no reference data to compare with");
    CheckpointFolder trained =
        CheckpointFolder.open(Path.of(root, "data", "models", "pythia-mini", "step2500"));
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(trained);
        WordTokenizer tokenizer = WordTokenizer.open(trained.tokenizer())) {
      TokenizedText text = tokenizer.tokenize(words(Path.of(root, "data", "alice", "text.tsv")));
      // Some 30 tokens apart, so that every segment has several: all of them would take minutes.
      compare(model, text, new int[] {0, 3, trained.config().layers()}, 25);
    }
  }

  /** States of one word in {@code every}, and log-probabilities of the tokens in and after it. */
  private static void compare(LanguageModel model, TokenizedText text, int[] layers, int every) {
    int limit = model.config().maxPositions();
    int tokens = text.ids().length;
    PassagePlanner planner =
        new PassagePlanner(ContextPolicy.full(), Representation.MEAN, tokens + 1);
    List<Passage> passages = planner.plan(text, 0, "config.json", limit);
    assertThat(passages).hasSize(1);
    assertThat(passages.get(0).words()).hasSize(text.wordEnd().length);
    Counting counting = new Counting(model);

    PassageStates states =
        new PassageReader(8, 1, Runnable::run)
            .read(counting, passages.get(0), layers, PassageListener.NONE);

    // One segment of M tokens, and one for every M/2 that follow.
    int segments = 1 + (tokens - limit + limit / 2 - 1) / (limit / 2);
    assertThat(counting.sequences).hasValue(segments);
    assertThat(states.logProbabilities()).hasSize(tokens - 1);
    BruteForce expected = new BruteForce(model, text, "full");
    for (int word = 0; word < text.wordEnd().length; word += every) {
      assertWord(states, expected, word, layers);
    }
  }

  private static void assertWord(
      PassageStates states, BruteForce expected, int word, int[] layers) {
    int last = expected.text().wordEnd()[word];
    PassOutputs alone = expected.read(last, expected.own(word), layers);
    for (int layer = 0; layer < layers.length; layer++) {
      assertThat(states.vectors()[word][layer])
          .containsExactly(alone.hidden()[layer], within((float) TOLERANCE));
    }
    // The tokens after the word's inner ones, then the one after the word.
    for (int end = expected.text().wordStart(word) + 1; end < last; end++) {
      assertThat(states.logProbabilities()[end - 1])
          .isCloseTo(expected.read(end, 1, NO_LAYERS).logProbabilities()[0], within(TOLERANCE));
    }
    if (last < expected.text().ids().length && last > expected.text().wordStart(word)) {
      assertThat(states.logProbabilities()[last - 1])
          .isCloseTo(alone.logProbabilities()[0], within(TOLERANCE));
    }
  }

  /** The text's words, over and over. */
  private static List<String> words(Path file) throws IOException {
    List<String> words =
        Files.readAllLines(file).stream().skip(1).map(line -> line.split("\t")[2]).toList();
    return IntStream.range(0, WORDS).mapToObj(i -> words.get(i % words.size())).toList();
  }

  /** Counts the sequences run. */
  private static final class Counting implements LanguageModel {

    private final LanguageModel model;
    private final AtomicInteger sequences = new AtomicInteger();

    Counting(LanguageModel model) {
      this.model = model;
    }

    @Override
    public CheckpointConfig config() {
      return model.config();
    }

    @Override
    public PassOutputs run(Pass pass, BooleanSupplier cancelled) {
      sequences.addAndGet(pass.sequences());
      return model.run(pass, cancelled);
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException("closed by its owner");
    }
  }
}
