package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.entrain.models.weights.TensorEntry;
import org.entrain.models.weights.TensorReader;

/**
 * A checkpoint and the numbers that the transformers library computes of it, compared with ours.
 */
final class ReferenceFolder implements AutoCloseable {

  private static final int BATCH = 32;
  private static final double HIDDEN_TOLERANCE = 5e-5;

  private final Path directory;
  private final JsonNode expected;
  private final int context;
  private final LanguageModels models = new LanguageModels();
  private final LanguageModel model;
  private final TokenizedText text;
  private final int firstUsed;

  ReferenceFolder(Path directory) throws IOException {
    this.directory = directory;
    expected = new ObjectMapper().readTree(directory.resolve("expected.json").toFile());
    context = expected.get("context").asInt();
    CheckpointFolder folder = CheckpointFolder.open(directory);
    folder.requireContext(context);
    model = models.open(folder);
    List<String> words = new ArrayList<>();
    expected.get("words").forEach(word -> words.add(word.asText()));
    try (WordTokenizer tokenizer = WordTokenizer.open(folder.tokenizer())) {
      text = tokenizer.tokenize(words);
    }
    firstUsed = text.firstUsedWord(context);
  }

  /** Token ids and the first word used. */
  void compareTokens() {
    assertThat(text.ids())
        .containsExactly(new ObjectMapper().convertValue(expected.get("token_ids"), int[].class));
    assertThat(firstUsed).isEqualTo(expected.get("words_skipped").asInt());
  }

  /**
   * States at the last token of each used word's window. The library projects the last layer of
   * some checkpoints; {@link #compareProjected} has it.
   */
  void compareHidden() throws IOException {
    int given = model.config().layers() + (expected.has("last_width") ? 0 : 1);
    int[] layers = IntStream.range(0, given).toArray();
    int used = expected.get("words").size() - firstUsed;
    float[] values = npy(directory.resolve("expected_hidden.npy"));
    assertThat(values).hasSize(given * used * model.config().hiddenSize());
    compare(values, windowStates(layers, new int[used], BATCH));
  }

  /** The last layer of those checkpoints: ours times {@code project_out}, if the folder has it. */
  boolean compareProjected() throws IOException {
    Path file = directory.resolve("expected_last.npy");
    if (!Files.exists(file)) {
      return false;
    }
    TestTensor projection = projection();
    int used = expected.get("words").size() - firstUsed;
    float[] states = windowStates(new int[] {model.config().layers()}, new int[used], BATCH)[0];
    int width = expected.get("last_width").asInt();
    int size = model.config().hiddenSize();
    assertThat(projection.shape()).containsExactly(width, size);
    float[] projected = new float[used * width];
    for (int i = 0; i < projected.length; i++) {
      double sum = 0;
      for (int h = 0; h < size; h++) {
        sum += projection.at(i % width, h) * states[i / width * size + h];
      }
      projected[i] = (float) sum;
    }
    compare(npy(file), new float[][] {projected});
    return true;
  }

  private TestTensor projection() {
    TensorEntry entry =
        CheckpointFolder.open(directory).tensors().entry("model.decoder.project_out.weight");
    float[] values = new float[(int) entry.elements()];
    new TensorReader().forEachChunk(entry, chunk -> chunk.asFloatBuffer().get(values));
    long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
    return new TestTensor(shape, values);
  }

  /** The same with means over each word's own tokens, if the folder has them. */
  boolean compareMeans() throws IOException {
    Path file = directory.resolve("expected_mean.npy");
    if (!Files.exists(file)) {
      return false;
    }
    int[] ends = new ObjectMapper().convertValue(expected.get("word_ends"), int[].class);
    int[] own = IntStream.range(firstUsed, ends.length).map(i -> ends[i] - ends[i - 1]).toArray();
    int[] layers = IntStream.rangeClosed(0, model.config().layers()).toArray();
    compare(npy(file), windowStates(layers, own, BATCH));
    return true;
  }

  /** Layer 1 and the last one, each word after up to four others, if the folder has them. */
  boolean compareFiveWords() throws IOException {
    Path file = directory.resolve("expected_words5.npy");
    if (!Files.exists(file)) {
      return false;
    }
    int[] ends = new ObjectMapper().convertValue(expected.get("word_ends"), int[].class);
    int width = model.config().hiddenSize();
    int[] layers = {1, model.config().layers()};
    float[][] states = new float[2][ends.length * width];
    for (int word = 0; word < ends.length; word++) {
      int[] window = Arrays.copyOfRange(text.ids(), word < 5 ? 0 : ends[word - 5], ends[word]);
      float[][] one =
          model.run(Pass.ofWindows(window, 1, window.length, layers, new int[] {-1})).hidden();
      for (int i = 0; i < 2; i++) {
        System.arraycopy(one[i], 0, states[i], word * width, width);
      }
    }
    compare(npy(file), states);
    return true;
  }

  /** The sum over every token that has a whole context before it. */
  void compareLogProbabilities() {
    int[] ids = text.ids();
    double sum = 0;
    for (int begin = context; begin < ids.length; begin += BATCH) {
      int batch = Math.min(BATCH, ids.length - begin);
      int[] windows = new int[batch * context];
      for (int b = 0; b < batch; b++) {
        System.arraycopy(ids, begin + b - context, windows, b * context, context);
      }
      int[] next = Arrays.copyOfRange(ids, begin, begin + batch);
      PassOutputs outputs = model.run(Pass.ofWindows(windows, batch, context, new int[0], next));
      sum += Arrays.stream(outputs.logProbabilities()).sum();
    }
    int predicted = ids.length - context;
    double expectedSum = expected.get("token_log_probability_sum").asDouble();
    double perplexity = expected.get("perplexity").asDouble();
    assertThat(predicted).isEqualTo(expected.get("predicted_tokens").asInt());
    assertThat(sum).isCloseTo(expectedSum, within(1e-5 * Math.abs(expectedSum)));
    assertThat(Math.exp(-sum / predicted)).isCloseTo(perplexity, within(1e-4 * perplexity));
  }

  @Override
  public void close() {
    models.close();
  }

  /**
   * States of every used word's window, layers × words × H.
   *
   * @param widths positions averaged per word; those below 1 mean 1
   */
  private float[][] windowStates(int[] layers, int[] widths, int batchSize) {
    int size = model.config().hiddenSize();
    float[][] states = new float[layers.length][widths.length * size];
    for (int begin = 0; begin < widths.length; begin += batchSize) {
      int batch = Math.min(batchSize, widths.length - begin);
      int[] windows = new int[batch * context];
      for (int b = 0; b < batch; b++) {
        int[] window = text.window(firstUsed + begin + b, context);
        System.arraycopy(window, 0, windows, b * context, context);
      }
      int[] ends = IntStream.rangeClosed(1, batch).map(b -> b * context - 1).toArray();
      int[] counts = Arrays.stream(widths, begin, begin + batch).map(w -> Math.max(1, w)).toArray();
      Pass pass = new Pass(windows, batch, context, layers, ends, counts, new int[0], new int[0]);
      float[][] some = model.run(pass).hidden();
      for (int layer = 0; layer < layers.length; layer++) {
        System.arraycopy(some[layer], 0, states[layer], begin * size, batch * size);
      }
    }
    return states;
  }

  private static void compare(float[] expected, float[][] actual) {
    int each = actual[0].length;
    assertThat(expected).hasSize(actual.length * each);
    for (int layer = 0; layer < actual.length; layer++) {
      double worst = 0;
      for (int i = 0; i < each; i++) {
        worst = Math.max(worst, Math.abs(expected[layer * each + i] - actual[layer][i]));
      }
      assertThat(worst).as("layer %d of those given", layer).isLessThan(HIDDEN_TOLERANCE);
    }
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
