package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.ElementType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models compute, against plain loops; {@link NetworkContract} has the laws. */
class LanguageModelTest {

  private static final int CONTEXT = 11;
  private static final int[] ALL_LAYERS = {0, 1, 2, 3};
  private static final double TOLERANCE = 5e-5;

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
    "gpt_neox, gelu, true, false",
    "gpt_neox, gelu, false, false",
    "gpt_neox, gelu_new, true, true",
    "gpt_neox, relu, false, true",
    "llama, silu, true, false",
    "llama, gelu_pytorch_tanh, true, true"
  })
  void run_ofAnyVariant_equalsPlainLoops(
      String architecture, String activation, boolean parallel, boolean tied) throws IOException {
    TestCheckpoint checkpoint =
        architecture.equals("llama") ? TestCheckpoint.llama() : TestCheckpoint.neox();
    String embedding =
        architecture.equals("llama") ? "model.embed_tokens.weight" : "gpt_neox.embed_in.weight";
    String head = architecture.equals("llama") ? "lm_head.weight" : "embed_out.weight";
    checkpoint.config().put("hidden_act", activation).put("tie_word_embeddings", tied);
    if (architecture.equals("gpt_neox")) {
      checkpoint.config().put("use_parallel_residual", parallel);
    }
    if (tied) {
      checkpoint.tensors().remove(head);
    }
    NaiveTransformer naive = new NaiveTransformer(checkpoint, NaiveActivation.named(activation));
    int[] windows = windows(3, CONTEXT);
    int[] next = {7, -1, 299};

    PassOutputs outputs = run(checkpoint, ElementType.F32, windows, 3, ALL_LAYERS, next);

    for (int b = 0; b < 3; b++) {
      int[] window = Arrays.copyOfRange(windows, b * CONTEXT, (b + 1) * CONTEXT);
      double[][] expected = naive.hidden(window);
      for (int layer : ALL_LAYERS) {
        assertClose(row(outputs.hidden()[layer], b), expected[layer]);
      }
      if (next[b] >= 0) {
        double logProbability = naive.logProbability(expected[3], tied ? embedding : head, next[b]);
        int predictor = b == 0 ? 0 : 1;
        assertThat(outputs.logProbabilities()[predictor])
            .isCloseTo(logProbability, within(TOLERANCE));
      }
    }
  }

  @Test
  void layers_inAnyOrderAndTwice_comeAsAsked() throws IOException {
    try (LanguageModel model = open(neox(), ElementType.F32)) {
      int[] windows = windows(2, CONTEXT);
      float[][] hidden =
          model.run(Pass.ofWindows(windows, 2, CONTEXT, new int[] {2, 0, 2}, none(2))).hidden();
      float[][] all =
          model.run(Pass.ofWindows(windows, 2, CONTEXT, new int[] {0, 1, 2}, none(2))).hidden();
      assertThat(hidden).isDeepEqualTo(new float[][] {all[2], all[0], all[2]});
    }
  }

  @Test
  void context_ofOneToken_isEnough() throws IOException {
    for (TestCheckpoint checkpoint : new TestCheckpoint[] {neox(), llama()}) {
      NaiveTransformer naive =
          new NaiveTransformer(
              checkpoint, NaiveActivation.named(checkpoint.config().get("hidden_act").asText()));
      try (LanguageModel model = open(checkpoint, ElementType.F32)) {
        float[][] hidden =
            model.run(Pass.ofWindows(new int[] {42}, 1, 1, ALL_LAYERS, none(1))).hidden();
        assertClose(hidden[3], naive.hidden(new int[] {42})[3]);
      }
    }
  }

  @Test
  void weights_replacedWhileTheirModelIsStreamed_areRefused() throws IOException {
    Path checkpoint = neox().write(folder, ElementType.F32);
    Pass pass = Pass.ofWindows(windows(1, CONTEXT), 1, CONTEXT, ALL_LAYERS, none(1));
    try (LanguageModels streaming = new LanguageModels(0);
        LanguageModel model = streaming.open(CheckpointFolder.open(checkpoint))) {
      assertThat(model.run(pass).hidden()).isDeepEqualTo(model.run(pass).hidden());
      Path other = neox().write(folder.resolve("other"), ElementType.F32);
      Path weights = checkpoint.resolve("model.safetensors");
      Files.move(other.resolve("model.safetensors"), weights, StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> model.run(pass))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll(weights.toString(), "tensor gpt_neox.layers.0");
    }
  }

  @Test
  void hiddenState_thatOverflows_isNamed() throws IOException {
    TestCheckpoint checkpoint = neox();
    Arrays.fill(
        checkpoint.tensors().get("gpt_neox.layers.1.mlp.dense_h_to_4h.weight").values(), 3e38f);
    try (LanguageModel model = open(checkpoint, ElementType.F32)) {
      assertThatThrownBy(
              () -> model.run(Pass.ofWindows(windows(2, CONTEXT), 2, CONTEXT, ALL_LAYERS, none(2))))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll("layer 2", "sequence 0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, -1, length: 0 < 1",
    "1, 65, 0, -1, longer than the model's positions: 65 > 64",
    "1, 4, 0, -1, tokens: 5 != 4",
    "1, 5, 4, -1, layer 4 of 4",
    "1, 5, 0, 300, target 300 of 300",
    "2, 5, 0, 1, next tokens: 1 != 2"
  })
  void arguments_thatDoNotFit_areRefused(
      int batch, int context, int layer, int next, String message) throws IOException {
    try (LanguageModel model = open(neox(), ElementType.F32)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  model.run(
                      Pass.ofWindows(
                          new int[5], batch, context, new int[] {layer}, new int[] {next})))
          .withMessage(message);
    }
  }

  private PassOutputs run(
      TestCheckpoint checkpoint,
      ElementType type,
      int[] windows,
      int batch,
      int[] layers,
      int[] next)
      throws IOException {
    try (LanguageModel model = open(checkpoint, type)) {
      return model.run(Pass.ofWindows(windows, batch, CONTEXT, layers, next));
    }
  }

  private LanguageModel open(TestCheckpoint checkpoint, ElementType type) throws IOException {
    String name = checkpoint.config().get("model_type").asText() + type;
    return models.open(CheckpointFolder.open(checkpoint.write(folder.resolve(name), type)));
  }

  private static TestCheckpoint neox() {
    return TestCheckpoint.neox();
  }

  private static TestCheckpoint llama() {
    return TestCheckpoint.llama();
  }

  private static int[] windows(int batch, int context) {
    return new Random(5).ints((long) batch * context, 0, TestCheckpoint.VOCABULARY).toArray();
  }

  private static int[] none(int batch) {
    int[] none = new int[batch];
    Arrays.fill(none, -1);
    return none;
  }

  private static float[] row(float[] hidden, int row) {
    int size = TestCheckpoint.HIDDEN;
    return Arrays.copyOfRange(hidden, row * size, (row + 1) * size);
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(doubles(actual)).containsExactly(expected, within(TOLERANCE));
  }
}
