package org.entrain.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes a checkpoint of a Pythia's shape with random weights in float16.
 *
 * @param layers transformer blocks, L
 * @param hidden width, H; a multiple of the heads
 * @param heads attention heads
 * @param vocabulary rows of the embedding
 */
public record RandomCheckpoint(int layers, int hidden, int heads, int vocabulary) {

  private static final int WIDE_HIDDEN = 4_096;
  private static final int WIDE_HEADS = 32;
  private static final int WIDE_VOCABULARY = 50_432;
  private static final short ONE = 0x3C00;

  /** Random halves that every weight is cut from; a prime count, so that rows differ. */
  private static final int POOL = 4_194_301;

  /**
   * The width of Pythia-6.9B: 13.7 GB with its 32 layers.
   *
   * @param layers transformer blocks
   */
  static RandomCheckpoint large(int layers) {
    return new RandomCheckpoint(layers, WIDE_HIDDEN, WIDE_HEADS, WIDE_VOCABULARY);
  }

  /** Writes {@code config.json} and {@code model.safetensors}. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), config());
    Map<String, long[]> shapes = shapes();
    ByteBuffer pool = pool();
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("model.safetensors"),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeAll(file, header(shapes));
      for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
        fill(file, 2 * elements(tensor.getValue()), values(tensor.getKey(), pool));
      }
    }
  }

  private String config() {
    return """
        {"model_type": "gpt_neox", "num_hidden_layers": %d, "hidden_size": %d, \
        "num_attention_heads": %d, "intermediate_size": %d, "vocab_size": %d, \
        "max_position_embeddings": 2048, "rotary_pct": 0.25, "rotary_emb_base": 10000, \
        "hidden_act": "gelu", "layer_norm_eps": 1e-5, "use_parallel_residual": true, \
        "tie_word_embeddings": false}
        """
        .formatted(layers, hidden, heads, inner(), vocabulary);
  }

  private int inner() {
    return 4 * hidden;
  }

  private Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("gpt_neox.embed_in.weight", new long[] {vocabulary, hidden});
    for (int layer = 0; layer < layers; layer++) {
      String block = "gpt_neox.layers." + layer + ".";
      norm(shapes, block + "input_layernorm");
      norm(shapes, block + "post_attention_layernorm");
      linear(shapes, block + "attention.query_key_value", 3 * hidden, hidden);
      linear(shapes, block + "attention.dense", hidden, hidden);
      linear(shapes, block + "mlp.dense_h_to_4h", inner(), hidden);
      linear(shapes, block + "mlp.dense_4h_to_h", hidden, inner());
    }
    norm(shapes, "gpt_neox.final_layer_norm");
    shapes.put("embed_out.weight", new long[] {vocabulary, hidden});
    return shapes;
  }

  private void norm(Map<String, long[]> shapes, String name) {
    shapes.put(name + ".weight", new long[] {hidden});
    shapes.put(name + ".bias", new long[] {hidden});
  }

  private static void linear(Map<String, long[]> shapes, String name, long rows, long columns) {
    shapes.put(name + ".weight", new long[] {rows, columns});
    shapes.put(name + ".bias", new long[] {rows});
  }

  private static ByteBuffer header(Map<String, long[]> shapes) {
    long end = 0;
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
      long begin = end;
      end += 2 * elements(tensor.getValue());
      String shape =
          java.util.Arrays.stream(tensor.getValue())
              .mapToObj(Long::toString)
              .collect(Collectors.joining(","));
      json.append(json.length() == 1 ? "" : ",")
          .append("\"%s\":{\"dtype\":\"F16\",".formatted(tensor.getKey()))
          .append("\"shape\":[%s],\"data_offsets\":[%d,%d]}".formatted(shape, begin, end));
    }
    byte[] bytes = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ByteBuffer.allocate(8 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    return header.putLong(bytes.length).put(bytes).flip();
  }

  /** Small values of both signs: a random sign and fraction, exponents of 2^-8 and below. */
  private static ByteBuffer pool() {
    ByteBuffer pool = ByteBuffer.allocateDirect(2 * POOL).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(7);
    while (pool.hasRemaining()) {
      int bits = random.nextInt();
      pool.putShort((short) (bits & 0x83ff | 5 + (bits >>> 16) % 3 << 10));
    }
    return pool.flip();
  }

  /** What a tensor repeats: ones for the scale of norms, zeros for biases, else random values. */
  private ByteBuffer values(String name, ByteBuffer pool) {
    if (name.endsWith(".bias")) {
      return ByteBuffer.allocateDirect(2 * inner());
    }
    if (!name.endsWith("norm.weight")) {
      return pool;
    }
    ByteBuffer ones = ByteBuffer.allocateDirect(2 * inner()).order(ByteOrder.LITTLE_ENDIAN);
    while (ones.hasRemaining()) {
      ones.putShort(ONE);
    }
    return ones.flip();
  }

  private static void fill(FileChannel file, long bytes, ByteBuffer values) throws IOException {
    for (long left = bytes; left > 0; left -= values.capacity()) {
      ByteBuffer part = values.duplicate().clear();
      writeAll(file, part.limit((int) Math.min(left, part.capacity())));
    }
  }

  private static void writeAll(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static long elements(long[] shape) {
    return java.util.Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
