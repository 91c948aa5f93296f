package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.entrain.models.weights.ElementType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The laws that every architecture keeps, whatever it computes. */
abstract class NetworkContract {

  private static final int CONTEXT = 11;
  private static final int[] ALL_LAYERS = {0, 1, 2, 3};
  private static final double TOLERANCE = 5e-5;

  private final LanguageModels models = new LanguageModels();

  @TempDir Path folder;

  private TestCheckpoint checkpoint;
  private TransformerModel model;

  /** A tiny checkpoint of the architecture, with tensors that every type holds exactly. */
  abstract TestCheckpoint checkpoint();

  @BeforeEach
  void open() throws IOException {
    checkpoint = checkpoint();
    model = open(models, ElementType.F32);
  }

  @AfterEach
  void free() {
    models.close();
  }

  @Test
  void window_inAnyBatch_givesTheSame() {
    int[] windows = tokens(32 * CONTEXT);
    float[][] together = ends(windows, 32, CONTEXT, ALL_LAYERS);
    for (int b = 0; b < 32; b++) {
      int[] window = Arrays.copyOfRange(windows, b * CONTEXT, (b + 1) * CONTEXT);
      assertClose(ends(window, 1, CONTEXT, ALL_LAYERS), rows(together, b, 1));
    }
  }

  @Test
  void sequences_thatShareTokens_equalEachAlone() {
    int[] story = tokens(CONTEXT + 7);
    story[3] = story[9];
    int[] windows = new int[8 * CONTEXT];
    for (int b = 0; b < 8; b++) {
      System.arraycopy(story, b, windows, b * CONTEXT, CONTEXT);
    }
    float[][] together = ends(windows, 8, CONTEXT, ALL_LAYERS);
    for (int b = 0; b < 8; b++) {
      int[] window = Arrays.copyOfRange(story, b, b + CONTEXT);
      assertClose(ends(window, 1, CONTEXT, ALL_LAYERS), rows(together, b, 1));
    }
  }

  @Test
  void layer_askedAlone_equalsTheSameLayerAmongAll() {
    int[] windows = tokens(4 * CONTEXT);
    int[] next = {3, 3, 3, 3};
    float[][] all = model.run(Pass.ofWindows(windows, 4, CONTEXT, ALL_LAYERS, next)).hidden();
    for (int layer : ALL_LAYERS) {
      float[][] alone = ends(windows, 4, CONTEXT, new int[] {layer});
      assertThat(alone).as("layer %d, to the bit", layer).isDeepEqualTo(new float[][] {all[layer]});
    }
  }

  @Test
  void probabilities_overTheVocabulary_sumToOne() {
    int[] window = tokens(CONTEXT);
    int[] positions = new int[TestCheckpoint.VOCABULARY];
    Arrays.fill(positions, CONTEXT - 1);
    int[] every = IntStream.range(0, TestCheckpoint.VOCABULARY).toArray();
    double[] logProbabilities = run(window, 1, CONTEXT, new int[0], positions, every);
    assertThat(Arrays.stream(logProbabilities).map(Math::exp).sum()).isCloseTo(1, within(1e-5));
  }

  /** Also that the longest context works, and that no position sees a later one. */
  @Test
  void positions_ofLongSequences_equalTheEndsOfShorterOnes() {
    int length = TestCheckpoint.POSITIONS;
    int[] tokens = tokens(2 * length);
    int[] states = {length, length + 5, 40, length - 1, 0, 2 * length - 1};
    int[] targets = {7, 299, 0, 1, 2, 3};
    int[] ones = {1, 1, 1, 1, 1, 1};
    PassOutputs outputs =
        model.run(new Pass(tokens, 2, length, ALL_LAYERS, states, ones, states, targets));
    for (int i = 0; i < states.length; i++) {
      int begin = states[i] / length * length;
      int[] window = Arrays.copyOfRange(tokens, begin, states[i] + 1);
      PassOutputs alone =
          model.run(Pass.ofWindows(window, 1, window.length, ALL_LAYERS, new int[] {targets[i]}));
      assertClose(rows(outputs.hidden(), i, 1), alone.hidden());
      assertThat(outputs.logProbabilities()[i])
          .isCloseTo(alone.logProbabilities()[0], within(TOLERANCE));
    }
  }

  @Test
  void states_ofSeveralPositions_areTheirMeans() {
    int[] tokens = tokens(2 * CONTEXT);
    int[] states = {8, CONTEXT + 3, CONTEXT - 1};
    int[] widths = {5, 4, 1};
    float[][] means = states(tokens, 2, CONTEXT, ALL_LAYERS, states, widths);
    int[] every = IntStream.range(0, 2 * CONTEXT).toArray();
    int[] ones = IntStream.range(0, 2 * CONTEXT).map(i -> 1).toArray();
    float[][] single = states(tokens, 2, CONTEXT, ALL_LAYERS, every, ones);
    for (int i = 0; i < states.length; i++) {
      float[][] expected = new float[ALL_LAYERS.length][TestCheckpoint.HIDDEN];
      for (int back = 0; back < widths[i]; back++) {
        float[][] one = rows(single, states[i] - back, 1);
        for (int layer : ALL_LAYERS) {
          for (int h = 0; h < TestCheckpoint.HIDDEN; h++) {
            expected[layer][h] += one[layer][h] / widths[i];
          }
        }
      }
      assertClose(rows(means, i, 1), expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void weights_ofNarrowType_giveWhatFloat32Gives(ElementType type) throws IOException {
    Pass pass = pass(2);
    assertClose(open(models, type).run(pass), model.run(pass));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void blocks_readForEveryPass_equalThoseInMemory(ElementType type) throws IOException {
    Pass pass = pass(3);
    try (LanguageModels small = new LanguageModels(0);
        TransformerModel whole = open(models, type);
        TransformerModel streamed = open(small, type)) {
      PassOutputs resident = whole.run(pass);
      assertEqual(streamed.run(pass), resident);
      // The arrays of one block stay, to be filled again.
      int before = streamed.liveArrays();
      assertThat(before).isLessThan(whole.liveArrays());
      assertEqual(streamed.run(pass), resident);
      assertThat(streamed.liveArrays()).isEqualTo(before);
    }
  }

  @Test
  void pass_cancelled_stopsBeforeTheNextBlock() {
    int before = model.liveArrays();
    AtomicInteger asked = new AtomicInteger();
    assertThatThrownBy(() -> model.run(pass(2), () -> asked.incrementAndGet() == 2))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("block 2");
    assertThat(asked).hasValue(2);
    assertThat(model.liveArrays()).isEqualTo(before);
  }

  @Test
  void runs_sideBySide_equalRunsAloneAndLeaveNoArrays() throws IOException {
    try (TransformerModel narrow = open(models, ElementType.F16)) {
      Pass pass = pass(3);
      PassOutputs alone = narrow.run(pass);
      int before = narrow.liveArrays();
      IntStream.range(0, 64)
          .parallel()
          .mapToObj(i -> narrow.run(pass))
          .forEach(outputs -> assertEqual(outputs, alone));
      assertThat(narrow.liveArrays()).isEqualTo(before);
    }
  }

  /** What a variant of {@link #checkpoint()} gives of {@link #pass}, all layers of 3 windows. */
  PassOutputs outputs(TestCheckpoint variant) throws IOException {
    Path directory = variant.write(folder.resolve("variant"), ElementType.F32);
    try (LanguageModel opened = models.open(CheckpointFolder.open(directory))) {
      return opened.run(pass(3));
    }
  }

  /** All layers and some log-probabilities of a batch. */
  private static Pass pass(int batch) {
    int[] next = IntStream.range(0, batch).map(i -> i == 1 ? -1 : 5 * i).toArray();
    return Pass.ofWindows(tokens(batch * CONTEXT), batch, CONTEXT, ALL_LAYERS, next);
  }

  private float[][] ends(int[] tokens, int batch, int context, int[] layers) {
    int[] none = new int[batch];
    Arrays.fill(none, -1);
    return model.run(Pass.ofWindows(tokens, batch, context, layers, none)).hidden();
  }

  private float[][] states(
      int[] tokens, int batch, int length, int[] layers, int[] states, int[] widths) {
    int[] none = new int[0];
    return model.run(new Pass(tokens, batch, length, layers, states, widths, none, none)).hidden();
  }

  private double[] run(
      int[] tokens, int batch, int length, int[] layers, int[] predictors, int[] targets) {
    int[] none = new int[0];
    return model
        .run(new Pass(tokens, batch, length, layers, none, none, predictors, targets))
        .logProbabilities();
  }

  private TransformerModel open(LanguageModels engine, ElementType type) throws IOException {
    Path directory = checkpoint.write(folder.resolve(type.name()), type);
    return (TransformerModel) engine.open(CheckpointFolder.open(directory));
  }

  private static int[] tokens(int count) {
    return new Random(5).ints(count, 0, TestCheckpoint.VOCABULARY).toArray();
  }

  /** Rows of every layer. */
  private static float[][] rows(float[][] hidden, int begin, int count) {
    int size = TestCheckpoint.HIDDEN;
    return Arrays.stream(hidden)
        .map(layer -> Arrays.copyOfRange(layer, begin * size, (begin + count) * size))
        .toArray(float[][]::new);
  }

  private static void assertEqual(PassOutputs actual, PassOutputs expected) {
    assertThat(actual.hidden()).isDeepEqualTo(expected.hidden());
    assertThat(actual.logProbabilities()).containsExactly(expected.logProbabilities());
  }

  static void assertClose(PassOutputs actual, PassOutputs expected) {
    assertClose(actual.hidden(), expected.hidden());
    assertThat(actual.logProbabilities())
        .containsExactly(expected.logProbabilities(), within(TOLERANCE));
  }

  private static void assertClose(float[][] actual, float[][] expected) {
    assertThat(actual.length).isEqualTo(expected.length);
    for (int layer = 0; layer < actual.length; layer++) {
      assertThat(actual[layer]).containsExactly(expected[layer], within((float) TOLERANCE));
    }
  }
}
