package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the transformers library, on the folders of the reference data ({@code ../shared}). */
class ReferenceTest {

  private static final int BATCH = 32;

  private Path reference;

  @BeforeEach
  void findReference() {
    String root = System.getenv("ENTRAIN_REFERENCE");
    assumeTrue(root != null, "ENTRAIN_REFERENCE is not set: no reference data to compare with");
    reference = Path.of(root, "reference");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lm-safetensors/neox",
        "lm-safetensors/llama",
        "lm-pythia-style/neox",
        "lm-bin/neox"
      })
  void checkpoint_ofReference_givesItsNumbers(String name) throws IOException {
    Path directory = reference.resolve(name);
    JsonNode expected = new ObjectMapper().readTree(directory.resolve("expected.json").toFile());
    int context = expected.get("context").asInt();
    CheckpointFolder folder = CheckpointFolder.open(directory);
    folder.requireContext(context);
    try (LanguageModels models = new LanguageModels();
        LanguageModel model = models.open(folder);
        WordTokenizer tokenizer = WordTokenizer.open(folder.tokenizer())) {
      List<String> words = new ArrayList<>();
      expected.get("words").forEach(word -> words.add(word.asText()));
      TokenizedText text = tokenizer.tokenize(words);
      assertThat(text.ids())
          .containsExactly(new ObjectMapper().convertValue(expected.get("token_ids"), int[].class));
      int first = text.firstUsedWord(context);
      assertThat(first).isEqualTo(expected.get("words_skipped").asInt());

      float[] values = npy(directory.resolve("expected_hidden.npy"));
      int layers = folder.config().layers() + 1;
      int hiddenSize = folder.config().hiddenSize();
      int used = words.size() - first;
      assertThat(values).hasSize(layers * used * hiddenSize);
      double worst = 0;
      for (int begin = 0; begin < used; begin += BATCH) {
        int batch = Math.min(BATCH, used - begin);
        int[] windows = new int[batch * context];
        for (int b = 0; b < batch; b++) {
          System.arraycopy(
              text.window(first + begin + b, context), 0, windows, b * context, context);
        }
        int[] none = new int[batch];
        Arrays.fill(none, -1);
        WindowOutputs outputs =
            model.run(windows, batch, context, IntStream.range(0, layers).toArray(), none);
        for (int layer = 0; layer < layers; layer++) {
          for (int i = 0; i < batch * hiddenSize; i++) {
            float number = values[(layer * used + begin) * hiddenSize + i];
            worst = Math.max(worst, Math.abs(number - outputs.hidden()[layer][i]));
          }
        }
      }
      assertThat(worst).isLessThan(5e-5);

      int predicted = text.ids().length - context;
      double sum = logProbabilitySum(model, text.ids(), context);
      double expectedSum = expected.get("token_log_probability_sum").asDouble();
      double expectedPerplexity = expected.get("perplexity").asDouble();
      assertThat(predicted).isEqualTo(expected.get("predicted_tokens").asInt());
      assertThat(sum).isCloseTo(expectedSum, within(1e-5 * Math.abs(expectedSum)));
      assertThat(Math.exp(-sum / predicted))
          .isCloseTo(expectedPerplexity, within(1e-4 * expectedPerplexity));
    }
  }

  @Test
  void sameWeights_inBothFormats_haveTheSameFingerprint() {
    CheckpointFolder torch = CheckpointFolder.open(reference.resolve("lm-bin/neox"));
    CheckpointFolder safetensors = CheckpointFolder.open(reference.resolve("lm-safetensors/neox"));
    assertThat(torch.fingerprint()).isEqualTo(safetensors.fingerprint());
  }

  @Test
  void gpt2_isRefusedByName() {
    assertThatThrownBy(() -> CheckpointFolder.open(reference.resolve("lm-safetensors/gpt2")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("config.json", "model_type", "gpt2", "[gpt_neox, llama]");
  }

  private static double logProbabilitySum(LanguageModel model, int[] ids, int context) {
    double sum = 0;
    for (int begin = context; begin < ids.length; begin += BATCH) {
      int batch = Math.min(BATCH, ids.length - begin);
      int[] windows = new int[batch * context];
      for (int b = 0; b < batch; b++) {
        System.arraycopy(ids, begin + b - context, windows, b * context, context);
      }
      int[] next = Arrays.copyOfRange(ids, begin, begin + batch);
      WindowOutputs outputs = model.run(windows, batch, context, new int[0], next);
      sum += Arrays.stream(outputs.logProbabilities()).sum();
    }
    return sum;
  }

  /** Data of a version 1 little-endian float32 .npy file. */
  private static float[] npy(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.getShort(8);
    assertThat(new String(bytes.array(), 10, header, StandardCharsets.US_ASCII))
        .contains("'<f4'", "'fortran_order': False");
    float[] values = new float[(bytes.capacity() - 10 - header) / Float.BYTES];
    bytes.position(10 + header).asFloatBuffer().get(values);
    return values;
  }
}
