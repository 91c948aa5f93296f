package org.entrain.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;
import org.entrain.models.TestFolders;
import org.entrain.models.TokenizedText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassageReaderTest {

  private static final int[] LAYERS = {0, 2, TestFolders.LAYERS};
  private static final int SHORT = 20;
  private static final int LONG = 120;
  private static final double TOLERANCE = 1e-5;

  private static LanguageModels models;

  @TempDir Path folder;

  @BeforeAll
  static void startEngine() {
    models = new LanguageModels();
  }

  @AfterAll
  static void free() {
    models.close();
  }

  @ParameterizedTest
  @CsvSource({
    "tokens:11, LAST, gpt_neox, 20",
    "tokens:11, MEAN, llama, 120",
    "tokens:2, MEAN, gpt_neox, 20",
    "words:1, MEAN, gpt_neox, 20",
    "words:5, LAST, llama, 120",
    "words:5, MEAN, gpt_neox, 120",
    "full, LAST, gpt_neox, 20",
    "full, LAST, llama, 120",
    "full, MEAN, gpt_neox, 120"
  })
  void passages_ofAnyPolicy_giveWhatWindowAfterWindowGives(
      String policy, Representation representation, String architecture, int words)
      throws IOException {
    // 20 words are fewer tokens than the model's 64 positions, 120 are several times more.
    TokenizedText text = TestTexts.random(words, words, TestFolders.VOCABULARY);
    assertThat(text.ids().length > 3 * TestFolders.POSITIONS).isEqualTo(words == LONG);
    assertThat(text.ids().length < TestFolders.POSITIONS).isEqualTo(words == SHORT);
    PassagePlanner planner = new PassagePlanner(ContextPolicy.parse(policy), representation, 30);
    try (LanguageModel model = models.open(TestFolders.write(folder, architecture))) {
      BruteForce expected = new BruteForce(model, text, policy);
      int next = expected.firstEnd();
      List<Integer> read = new ArrayList<>();
      for (Passage passage : planner.plan(text, 0, "config.json", TestFolders.POSITIONS)) {
        PassageStates states =
            new PassageReader(4, 1, Runnable::run)
                .read(model, passage, LAYERS, PassageListener.NONE);
        assertThat(states.logProbabilities()).hasSize(passage.scored());
        for (double logProbability : states.logProbabilities()) {
          assertThat(logProbability).isCloseTo(expected.logProbability(next++), within(TOLERANCE));
        }
        for (int i = 0; i < passage.words().length; i++) {
          int word = passage.words()[i];
          read.add(word);
          assertStates(states.vectors()[i], expected, word, representation);
        }
      }
      assertThat(next).isEqualTo(text.ids().length);
      int first = planner.firstWord(text, 0);
      assertThat(read).hasSize(words - first).startsWith(first).endsWith(words - 1).isSorted();
    }
  }

  private static void assertStates(
      float[][] vectors, BruteForce expected, int word, Representation representation) {
    int end = expected.text().wordEnd()[word];
    int own = word == 0 ? end : end - expected.text().wordEnd()[word - 1];
    int width = representation == Representation.LAST ? 1 : Math.max(1, own);
    float[][] states = expected.states(end, Math.min(width, end - expected.begin(end)), LAYERS);
    for (int layer = 0; layer < LAYERS.length; layer++) {
      assertThat(vectors[layer]).containsExactly(states[layer], within((float) TOLERANCE));
    }
  }

  @Test
  void passage_onSeveralThreads_givesTheSameBits() throws IOException {
    TokenizedText text = TestTexts.random(5, LONG, TestFolders.VOCABULARY);
    Passage passage =
        new PassagePlanner(ContextPolicy.ofWords(6), Representation.MEAN, 10_000)
            .plan(text, 0, "config.json", TestFolders.POSITIONS)
            .get(0);
    ExecutorService executor = Executors.newFixedThreadPool(3);
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    try (LanguageModel model = models.open(TestFolders.write(folder, "gpt_neox"))) {
      PassageStates one =
          new PassageReader(4, 1, Runnable::run).read(model, passage, LAYERS, PassageListener.NONE);
      PassageStates three =
          new PassageReader(4, 3, executor)
              .read(model, passage, LAYERS, (windows, of, seconds) -> done.add(windows));

      assertThat(three.vectors()).isDeepEqualTo(one.vectors());
      assertThat(three.logProbabilities()).containsExactly(one.logProbabilities());
      assertThat(three.logProbabilitySum())
          .isCloseTo(Arrays.stream(one.logProbabilities()).sum(), within(1e-9));
      assertThat(done).contains(passage.windows()).doesNotHaveDuplicates();
    } finally {
      executor.shutdownNow();
    }
  }
}
