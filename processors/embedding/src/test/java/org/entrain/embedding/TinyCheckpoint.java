package org.entrain.embedding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A folder with a random GPT-NeoX model: one block, width 8, 2 heads, vocabulary 16. */
final class TinyCheckpoint {

  static final int HIDDEN = 8;
  static final int VOCABULARY = 16;

  private TinyCheckpoint() {}

  static Path write(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "gpt_neox", "num_hidden_layers": 1, "hidden_size": 8,
         "num_attention_heads": 2, "intermediate_size": 12, "vocab_size": 16,
         "max_position_embeddings": 64, "rotary_pct": 0.5, "layer_norm_eps": 1e-5}
        """);
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version": "1.0", "model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": []}}
        """);
    String block = "gpt_neox.layers.0.";
    Tensors tensors = new Tensors(new Random(seed));
    tensors.add("gpt_neox.embed_in.weight", VOCABULARY, HIDDEN);
    tensors.norm(block + "input_layernorm");
    tensors.norm(block + "post_attention_layernorm");
    tensors.linear(block + "attention.query_key_value", 3 * HIDDEN, HIDDEN);
    tensors.linear(block + "attention.dense", HIDDEN, HIDDEN);
    tensors.linear(block + "mlp.dense_h_to_4h", 12, HIDDEN);
    tensors.linear(block + "mlp.dense_4h_to_h", HIDDEN, 12);
    tensors.norm("gpt_neox.final_layer_norm");
    tensors.add("embed_out.weight", VOCABULARY, HIDDEN);
    Files.write(weights(folder), tensors.file());
    return folder;
  }

  static void truncate(Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(weights(folder));
    Files.write(weights(folder), Arrays.copyOf(whole, whole.length / 2));
  }

  private static Path weights(Path folder) {
    return folder.resolve("model.safetensors");
  }

  /** The safetensors format: length of the header, header, values. */
  private static final class Tensors {
    private final Random random;
    private final List<String> header = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();

    Tensors(Random random) {
      this.random = random;
    }

    void add(String name, int... shape) {
      int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
      int start = values.size() * Float.BYTES;
      IntStream.range(0, size).forEach(i -> values.add((float) random.nextGaussian() / 2));
      header.add(
          "\"%s\": {\"dtype\": \"F32\", \"shape\": %s, \"data_offsets\": [%d, %d]}"
              .formatted(
                  name, IntStream.of(shape).boxed().toList(), start, values.size() * Float.BYTES));
    }

    void linear(String name, int rows, int columns) {
      add(name + ".weight", rows, columns);
      add(name + ".bias", rows);
    }

    void norm(String name) {
      add(name + ".weight", HIDDEN);
      add(name + ".bias", HIDDEN);
    }

    byte[] file() {
      String text = "{" + String.join(", ", header) + "}";
      byte[] json =
          (text + " ".repeat((8 - text.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes =
          ByteBuffer.allocate(Long.BYTES + json.length + values.size() * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(json.length).put(json);
      values.forEach(bytes::putFloat);
      return bytes.array();
    }
  }
}
