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
    "opt, activation_function, gelu"
  })
  void settings_thatChangeResults_changeTheIdentity(String type, String key, String value)
      throws IOException {
    ObjectNode config = config(type);
    var before = plan(config).settings();
    set(config, key, value);
    assertThat(plan(config).settings()).isNotEqualTo(before);
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
    "llama, is_causal, false, true"
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
      case "qwen2" -> TestCheckpoint.qwen2().config();
      default -> TestCheckpoint.llama().config();
    };
  }

  /** Sets a key to a JSON value, or to a text where it names an activation. */
  private static void set(ObjectNode config, String key, String value) throws IOException {
    if (key.equals("activation_function")) {
      config.put(key, value);
    } else {
      config.set(key, new ObjectMapper().readTree(value));
    }
  }

  private static void rename(ObjectNode config, String from, String to) {
    config.set(to, config.remove(from));
  }
}
