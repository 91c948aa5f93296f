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
import org.entrain.models.TokenizedText;
import org.entrain.models.WordTokenizer;
import org.junit.jupiter.api.Test;

/** A text far longer than a trained model's positions, read in one go. */
class LongTextTest {

  private static final int WORDS = 5000;
  private static final int SAMPLED = 300;
  private static final double TOLERANCE = 1e-4;

  @Test
  void longText_inSegments_givesWhatTokenAfterTokenGives() throws IOException {
    String root = System.getenv("ENTRAIN_REFERENCE");
    assumeTrue(root != null, "ENTRAIN_REFERENCE is not set: no reference data to compare with");
    CheckpointFolder folder =
        CheckpointFolder.open(Path.of(root, "data", "models", "pythia-mini", "step2500"));
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(folder);
        WordTokenizer tokenizer = WordTokenizer.open(folder.tokenizer())) {
      TokenizedText text = tokenizer.tokenize(words(Path.of(root, "data", "alice", "text.tsv")));
      int limit = folder.config().maxPositions();
      int tokens = text.ids().length;
      int[] layers = {0, 3, folder.config().layers()};
      PassagePlanner planner =
          new PassagePlanner(ContextPolicy.full(), Representation.MEAN, tokens + 1);
      List<Passage> passages = planner.plan(text, 0, "config.json", limit);
      assertThat(passages).hasSize(1);
      Counting counting = new Counting(model);

      PassageStates states =
          new PassageReader(8, 1, Runnable::run)
              .read(counting, passages.get(0), layers, PassageListener.NONE);

      // One segment of M tokens, and one for every M/2 that follow.
      int segments = 1 + (tokens - limit + limit / 2 - 1) / (limit / 2);
      assertThat(counting.sequences).hasValue(segments);
      assertThat(states.logProbabilities()).hasSize(tokens - 1);
      BruteForce expected = new BruteForce(model, text, "full");
      IntStream.concat(
              IntStream.rangeClosed(1, limit),
              IntStream.range(0, SAMPLED).map(i -> limit + 1 + i * (tokens - limit - 1) / SAMPLED))
          .forEach(
              end ->
                  assertThat(states.logProbabilities()[end - 1])
                      .isCloseTo(expected.logProbability(end), within(TOLERANCE)));
      IntStream.concat(
              IntStream.range(0, limit / 2),
              IntStream.range(0, SAMPLED).map(i -> i * (WORDS - 1) / (SAMPLED - 1)))
          .forEach(word -> assertWord(states.vectors()[word], expected, word, layers));
    }
  }

  private static void assertWord(float[][] vectors, BruteForce expected, int word, int[] layers) {
    TokenizedText text = expected.text();
    int end = text.wordEnd()[word];
    int own = end - text.wordStart(word);
    float[][] states = expected.states(end, Math.min(own, end - expected.begin(end)), layers);
    for (int layer = 0; layer < layers.length; layer++) {
      assertThat(vectors[layer]).containsExactly(states[layer], within((float) TOLERANCE));
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
