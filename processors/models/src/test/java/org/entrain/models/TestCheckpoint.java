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
  static final int POSITIONS = 64;

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

  /** Llama's with biases of queries, keys and values. */
  static TestCheckpoint qwen2() {
    TestCheckpoint checkpoint = llama();
    checkpoint.config.put("model_type", "qwen2");
    Random random = new Random(29);
    for (int layer = 0; layer < LAYERS; layer++) {
      String attention = "model.layers." + layer + ".self_attn.";
      checkpoint.tensors.put(attention + "q_proj.bias", TestTensor.random(random, 0, HIDDEN));
      checkpoint.tensors.put(attention + "k_proj.bias", TestTensor.random(random, 0, HIDDEN / 2));
      checkpoint.tensors.put(attention + "v_proj.bias", TestTensor.random(random, 0, HIDDEN / 2));
    }
    return checkpoint;
  }

  /** With the head tied, as published. */
  static TestCheckpoint gpt2() {
    ObjectNode config = new ObjectMapper().createObjectNode().put("model_type", "gpt2");
    config.put("n_layer", LAYERS).put("n_embd", HIDDEN).put("n_head", HEADS).put("n_inner", INNER);
    config.put("vocab_size", VOCABULARY).put("n_positions", POSITIONS);
    TestCheckpoint checkpoint = of(config);
    Random random = new Random(31);
    Map<String, TestTensor> tensors = checkpoint.tensors;
    tensors.put("transformer.wte.weight", TestTensor.random(random, 0, VOCABULARY, HIDDEN));
    tensors.put("transformer.wpe.weight", TestTensor.random(random, 0, POSITIONS, HIDDEN));
    for (int layer = 0; layer < LAYERS; layer++) {
      String block = "transformer.h." + layer + ".";
      checkpoint.norm(random, block + "ln_1");
      checkpoint.norm(random, block + "ln_2");
      checkpoint.transposed(random, block + "attn.c_attn", HIDDEN, 3 * HIDDEN);
      checkpoint.transposed(random, block + "attn.c_proj", HIDDEN, HIDDEN);
      checkpoint.transposed(random, block + "mlp.c_fc", HIDDEN, INNER);
      checkpoint.transposed(random, block + "mlp.c_proj", INNER, HIDDEN);
    }
    checkpoint.norm(random, "transformer.ln_f");
    return checkpoint;
  }

  /** With norms before each half, as most published sizes. */
  static TestCheckpoint opt() {
    TestCheckpoint checkpoint = opt(HIDDEN);
    checkpoint.norm(new Random(41), "model.decoder.final_layer_norm");
    return checkpoint;
  }

  /** The form of OPT-350M: norms after each half, embeddings of width 8. */
  static TestCheckpoint optProjected() {
    int embedding = 8;
    TestCheckpoint checkpoint = opt(embedding);
    checkpoint.config.put("do_layer_norm_before", false);
    checkpoint.config.put("word_embed_proj_dim", embedding);
    Random random = new Random(43);
    checkpoint.linear(random, "model.decoder.project_in", HIDDEN, embedding, false);
    checkpoint.linear(random, "model.decoder.project_out", embedding, HIDDEN, false);
    return checkpoint;
  }

  private static TestCheckpoint opt(int embedding) {
    TestCheckpoint checkpoint = create("opt");
    checkpoint.config.put("ffn_dim", INNER);
    Random random = new Random(37);
    Map<String, TestTensor> tensors = checkpoint.tensors;
    String decoder = "model.decoder.";
    tensors.put(
        decoder + "embed_tokens.weight", TestTensor.random(random, 0, VOCABULARY, embedding));
    tensors.put(
        decoder + "embed_positions.weight", TestTensor.random(random, 0, POSITIONS + 2, HIDDEN));
    for (int layer = 0; layer < LAYERS; layer++) {
      String block = decoder + "layers." + layer + ".";
      for (String name : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
        checkpoint.linear(random, block + "self_attn." + name, HIDDEN, HIDDEN, true);
      }
      checkpoint.norm(random, block + "self_attn_layer_norm");
      checkpoint.linear(random, block + "fc1", INNER, HIDDEN, true);
      checkpoint.linear(random, block + "fc2", HIDDEN, INNER, true);
      checkpoint.norm(random, block + "final_layer_norm");
    }
    return checkpoint;
  }

  /** Writes the three files and returns the folder. */
  Path write(Path folder, ElementType type) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), config.toString());
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());
    SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, type);
    return folder;
  }

  private static TestCheckpoint create(String modelType) {
    ObjectNode config = new ObjectMapper().createObjectNode().put("model_type", modelType);
    config.put("num_hidden_layers", LAYERS).put("hidden_size", HIDDEN);
    config.put("num_attention_heads", HEADS).put("intermediate_size", INNER);
    config.put("vocab_size", VOCABULARY).put("max_position_embeddings", POSITIONS);
    return of(config);
  }

  private static TestCheckpoint of(ObjectNode config) {
    return new TestCheckpoint(config, new LinkedHashMap<>(), TestTokenizers.byteLevel(true));
  }

  private void norm(Random random, String name) {
    tensors.put(name + ".weight", TestTensor.random(random, 1, HIDDEN));
    tensors.put(name + ".bias", TestTensor.random(random, 0, HIDDEN));
  }

  /** A linear layer with its weights as [in, out]. */
  private void transposed(Random random, String name, int in, int out) {
    tensors.put(name + ".weight", TestTensor.random(random, 0, in, out));
    tensors.put(name + ".bias", TestTensor.random(random, 0, out));
  }

  private void linear(Random random, String name, int rows, int columns, boolean bias) {
    tensors.put(name + ".weight", TestTensor.random(random, 0, rows, columns));
    if (bias) {
      tensors.put(name + ".bias", TestTensor.random(random, 0, rows));
    }
  }
}
