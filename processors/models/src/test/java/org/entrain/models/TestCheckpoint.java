package org.entrain.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.entrain.models.weights.ElementType;

/** A tiny random checkpoint: 3 layers, width 16, 4 heads, vocabulary 300. */
record TestCheckpoint(ObjectNode config, Map<String, TestTensor> tensors, ObjectNode tokenizer) {

  static final int LAYERS = 3;
  static final int HIDDEN = 16;
  static final int HEADS = 4;
  static final int INNER = 24;
  static final int VOCABULARY = 300;

  static TestCheckpoint neox() {
    TestCheckpoint checkpoint = create("gpt_neox");
    checkpoint.config.put("hidden_act", "gelu").put("use_parallel_residual", true);
    checkpoint.config.put("layer_norm_eps", 1e-5).put("rotary_pct", 0.5);
    Random random = new Random(17);
    Map<String, TestTensor> tensors = checkpoint.tensors;
    tensors.put("gpt_neox.embed_in.weight", TestTensor.random(random, 0, VOCABULARY, HIDDEN));
    for (int layer = 0; layer < LAYERS; layer++) {
      String block = "gpt_neox.layers." + layer + ".";
      checkpoint.norm(random, block + "input_layernorm");
      checkpoint.norm(random, block + "post_attention_layernorm");
      checkpoint.linear(random, block + "attention.query_key_value", 3 * HIDDEN, HIDDEN, true);
      checkpoint.linear(random, block + "attention.dense", HIDDEN, HIDDEN, true);
      checkpoint.linear(random, block + "mlp.dense_h_to_4h", INNER, HIDDEN, true);
      checkpoint.linear(random, block + "mlp.dense_4h_to_h", HIDDEN, INNER, true);
    }
    checkpoint.norm(random, "gpt_neox.final_layer_norm");
    tensors.put("embed_out.weight", TestTensor.random(random, 0, VOCABULARY, HIDDEN));
    return checkpoint;
  }

  /** Queries in 4 heads over 2 heads of keys and values. */
  static TestCheckpoint llama() {
    TestCheckpoint checkpoint = create("llama");
    checkpoint.config.put("hidden_act", "silu").put("num_key_value_heads", 2);
    checkpoint.config.put("rms_norm_eps", 1e-6).put("rope_theta", 10000.0);
    Random random = new Random(23);
    Map<String, TestTensor> tensors = checkpoint.tensors;
    tensors.put("model.embed_tokens.weight", TestTensor.random(random, 0, VOCABULARY, HIDDEN));
    for (int layer = 0; layer < LAYERS; layer++) {
      String block = "model.layers." + layer + ".";
      tensors.put(block + "input_layernorm.weight", TestTensor.random(random, 1, HIDDEN));
      tensors.put(block + "post_attention_layernorm.weight", TestTensor.random(random, 1, HIDDEN));
      checkpoint.linear(random, block + "self_attn.q_proj", HIDDEN, HIDDEN, false);
      checkpoint.linear(random, block + "self_attn.k_proj", HIDDEN / 2, HIDDEN, false);
      checkpoint.linear(random, block + "self_attn.v_proj", HIDDEN / 2, HIDDEN, false);
      checkpoint.linear(random, block + "self_attn.o_proj", HIDDEN, HIDDEN, false);
      checkpoint.linear(random, block + "mlp.gate_proj", INNER, HIDDEN, false);
      checkpoint.linear(random, block + "mlp.up_proj", INNER, HIDDEN, false);
      checkpoint.linear(random, block + "mlp.down_proj", HIDDEN, INNER, false);
    }
    tensors.put("model.norm.weight", TestTensor.random(random, 1, HIDDEN));
    tensors.put("lm_head.weight", TestTensor.random(random, 0, VOCABULARY, HIDDEN));
    return checkpoint;
  }

  /** Writes config.json and tokenizer.json. */
  Path writeSettings(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), config.toString());
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());
    return folder;
  }

  /** Writes the three files and returns the folder. */
  Path write(Path folder, ElementType type) throws IOException {
    writeSettings(folder);
    SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, type);
    return folder;
  }

  private static TestCheckpoint create(String modelType) {
    ObjectNode config = new ObjectMapper().createObjectNode().put("model_type", modelType);
    config.put("num_hidden_layers", LAYERS).put("hidden_size", HIDDEN);
    config.put("num_attention_heads", HEADS).put("intermediate_size", INNER);
    config.put("vocab_size", VOCABULARY).put("max_position_embeddings", 64);
    return new TestCheckpoint(config, new LinkedHashMap<>(), TestTokenizers.byteLevel(true));
  }

  private void norm(Random random, String name) {
    tensors.put(name + ".weight", TestTensor.random(random, 1, HIDDEN));
    tensors.put(name + ".bias", TestTensor.random(random, 0, HIDDEN));
  }

  private void linear(Random random, String name, int rows, int columns, boolean bias) {
    tensors.put(name + ".weight", TestTensor.random(random, 0, rows, columns));
    if (bias) {
      tensors.put(name + ".bias", TestTensor.random(random, 0, rows));
    }
  }
}
