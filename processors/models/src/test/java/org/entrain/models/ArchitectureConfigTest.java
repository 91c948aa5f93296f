package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each architecture reads of config.json, accepts and refuses. */
class ArchitectureConfigTest {

  @TempDir Path folder;

  @Test
  void gpt2_underEitherGenerationOfKeys_isTheSame() throws IOException {
    ObjectNode config = TestCheckpoint.gpt2().config();
    NetworkPlan old = plan(config);
    ObjectNode newer = config.deepCopy();
    rename(newer, "n_layer", "num_hidden_layers");
    rename(newer, "n_embd", "hidden_size");
    rename(newer, "n_head", "num_attention_heads");
    rename(newer, "n_positions", "max_position_embeddings");
    assertThat(plan(newer)).isEqualTo(old);
    rename(config, "n_positions", "n_ctx");
    assertThat(plan(config)).isEqualTo(old);
    assertThat(old.config()).isEqualTo(new CheckpointConfig("gpt2", 3, 16, 4, 300, 64));
  }

  @Test
  void gpt2_withoutInnerSize_takesFourTimesTheHiddenSize() throws IOException {
    ObjectNode config = TestCheckpoint.gpt2().config().putNull("n_inner");
    assertThat(plan(config).block(0).tensors())
        .filteredOn(spec -> spec.name().equals("transformer.h.0.mlp.c_fc.bias"))
        .singleElement()
        .satisfies(spec -> assertThat(spec.shape()).containsExactly(64L));
  }

  @Test
  void optionalKeys_thatAreMissing_haveTheLibrarysDefaults() throws IOException {
    assertThat(plan(TestCheckpoint.gpt2().config()).settings().toString())
        .isEqualTo(
            "{activation=GELU_TANH, architecture=gpt2, epsilon=1.0E-5, heads=4, scaled=true, "
                + "scaled.by.layer=false, tied=true}");
    assertThat(plan(TestCheckpoint.opt().config()).settings().toString())
        .isEqualTo(
            "{activation=RELU, architecture=opt, heads=4, norm.before=true, norm.final=true, "
                + "tied=true}");
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2, scale_attn_weights, false",
    "gpt2, scale_attn_by_inverse_layer_idx, true",
    "gpt2, tie_word_embeddings, false",
    "gpt2, activation_function, relu",
    "gpt2, layer_norm_epsilon, 1e-6",
    "gpt2, n_head, 2",
    "opt, do_layer_norm_before, false",
    "opt, _remove_final_layer_norm, true",
    "opt, tie_word_embeddings, false",
    "opt, activation_function, gelu",
    "gpt_neox, rotary_pct, 0.5",
    "gpt_neox, rotary_emb_base, 5000",
    "gpt_neox, layer_norm_eps, 1e-6",
    "gpt_neox, num_attention_heads, 2",
    "gpt_neox, hidden_act, relu",
    "gpt_neox, use_parallel_residual, false",
    "gpt_neox, tie_word_embeddings, true",
    "llama, rope_theta, 5000",
    "llama, rope_scaling, {'type':'linear'+'factor':2}",
    "llama, rms_norm_eps, 1e-5",
    "llama, hidden_act, relu",
    "llama, tie_word_embeddings, true",
    "qwen2, rope_theta, 5000",
    "qwen2, rope_scaling, {'type':'linear'+'factor':2}",
    "qwen2, rms_norm_eps, 1e-5",
    "qwen2, tie_word_embeddings, true"
  })
  void settings_thatChangeResults_changeTheIdentity(String type, String key, String value)
      throws IOException {
    ObjectNode config = config(type);
    var before = plan(config).settings();
    set(config, key, value);
    assertThat(plan(config).settings()).isNotEqualTo(before);
  }

  /** Eight heads of 2 over four, and four of 4 over two, have the same shapes. */
  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2"})
  void heads_thatShareTheirShapes_changeTheIdentity(String type) throws IOException {
    ObjectNode config = config(type);
    NetworkPlan before = plan(config);
    config.put("num_attention_heads", 8).put("num_key_value_heads", 4);
    assertThat(plan(config).tensors()).isEqualTo(before.tensors());
    assertThat(plan(config).settings()).isNotEqualTo(before.settings());
    assertThat(plan(config).settings().keySet()).contains("heads", "key.value.heads");
  }

  /** Llama against Qwen2 with the same keys: only the architecture tells them apart. */
  @Test
  void architecture_isPartOfTheIdentity() throws IOException {
    var llama = plan(config("llama")).settings();
    var qwen2 = plan(config("qwen2")).settings();
    assertThat(llama).isNotEqualTo(qwen2);
    llama.put("architecture", "qwen2");
    assertThat(llama).isEqualTo(qwen2);
  }

  @ParameterizedTest
  @CsvSource({
    "{'type':'linear'}, rope_scaling.factor, nothing",
    "{'rope_type':'linear'+'factor':0}, rope_scaling.factor, found 0",
    "{'rope_type':'llama3'+'factor':8+'low_freq_factor':4+'high_freq_factor':4+"
        + "'original_max_position_embeddings':32}, rope_scaling.high_freq_factor, found 4",
    "{'rope_type':'llama3'+'factor':8+'low_freq_factor':4+'high_freq_factor':1+"
        + "'original_max_position_embeddings':32}, rope_scaling.high_freq_factor, found 1",
    "{'rope_type':'llama3'+'factor':8+'low_freq_factor':1+'high_freq_factor':4}, "
        + "rope_scaling.original_max_position_embeddings, nothing",
    "{'rope_type':'yarn'+'factor':2}, rope_scaling.rope_type, llama3"
  })
  void rotaryScaling_thatIsIncompleteOrImpossible_isRefusedByItsKey(
      String scaling, String key, String found) throws IOException {
    for (String type : new String[] {"gpt_neox", "llama", "qwen2"}) {
      ObjectNode config = config(type);
      set(config, "rope_scaling", scaling);
      assertThatThrownBy(() -> plan(config))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll(key, found);
    }
  }

  /** In float32 there is nothing to cast, and dropout is for training. */
  @ParameterizedTest
  @CsvSource({
    "gpt2, reorder_and_upcast_attn, true",
    "gpt2, attn_pdrop, 0.5",
    "opt, layerdrop, 0.5",
    "opt, word_embed_proj_dim, 16"
  })
  void settings_thatChangeNothing_areAccepted(String type, String key, String value)
      throws IOException {
    ObjectNode config = config(type);
    NetworkPlan before = plan(config);
    set(config, key, value);
    assertThat(plan(config)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2, add_cross_attention, true, false",
    "gpt2, n_layer, 0, from 1 to 1000",
    "gpt2, n_embd, 18, a multiple of 4 heads",
    "gpt2, n_positions, null, a whole number",
    "gpt2, activation_function, gelu_10, quick_gelu",
    "gpt2, scale_attn_weights, 1, true or false",
    "gpt2, is_causal, false, true",
    "opt, layer_norm_elementwise_affine, false, true",
    "opt, ffn_dim, null, a whole number",
    "opt, word_embed_proj_dim, 0, from 1 to",
    "opt, activation_function, prelu, relu6",
    "opt, hidden_size, 18, a multiple of 4 heads",
    "qwen2, use_sliding_window, true, false",
    "llama, is_causal, false, true",
    "llama, rope_theta, 0, a positive number",
    "llama, rope_theta, -1, a positive number",
    "llama, rope_theta, 2e12, up to 1e12",
    "llama, rms_norm_eps, 0, a positive number",
    "llama, head_dim, 3, an even number",
    "llama, partial_rotary_factor, 0.5, 1",
    "gpt_neox, rotary_emb_base, 0, a positive number",
    "gpt_neox, rotary_pct, 0.9, an even number of dimensions from 2 to 4",
    "gpt_neox, partial_rotary_factor, 0.9, an even number of dimensions from 2 to 4",
    "gpt_neox, hidden_size, 18, a multiple of 4 heads"
  })
  void setting_thatIsNotComputed_isRefusedByItsKey(
      String type, String key, String value, String expected) throws IOException {
    ObjectNode config = config(type);
    set(config, key, value);
    assertThatThrownBy(() -> plan(config))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(expected)
        .hasMessageContaining(key);
  }

  private NetworkPlan plan(ObjectNode config) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, config.toString());
    return new Architectures().plan(file);
  }

  private static ObjectNode config(String type) {
    return switch (type) {
      case "gpt2" -> TestCheckpoint.gpt2().config();
      case "opt" -> TestCheckpoint.opt().config();
      case "gpt_neox" -> TestCheckpoint.neox().config().put("rotary_pct", 1.0);
      case "qwen2" -> TestCheckpoint.qwen2().config();
      default -> TestCheckpoint.llama().config();
    };
  }

  /**
   * Sets a key to a JSON value, with ' for " and + for a comma, or to a text where it names an
   * activation.
   */
  private static void set(ObjectNode config, String key, String value) throws IOException {
    if (key.equals("activation_function") || key.equals("hidden_act")) {
      config.put(key, value);
    } else {
      String json = value.replace('\'', '"').replace('+', ',');
      config.set(key, new ObjectMapper().readTree(json));
    }
  }

  private static void rename(ObjectNode config, String from, String to) {
    config.set(to, config.remove(from));
  }
}
