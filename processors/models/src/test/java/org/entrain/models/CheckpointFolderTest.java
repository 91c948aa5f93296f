package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFolderTest {

  @TempDir Path folder;

  @Test
  void config_ofEachArchitecture_isRead() throws IOException {
    assertThat(open(TestCheckpoint.neox()).config())
        .isEqualTo(new CheckpointConfig("gpt_neox", 3, 16, 4, 300, 64));
    assertThat(open(TestCheckpoint.llama()).config())
        .isEqualTo(new CheckpointConfig("llama", 3, 16, 4, 300, 64));
  }

  @Test
  void keys_ofOldAndNewGeneration_giveTheSameIdentity() throws IOException {
    TestCheckpoint old = TestCheckpoint.neox();
    old.config().put("rotary_emb_base", 5000).put("torch_dtype", "float16");
    TestCheckpoint modern = TestCheckpoint.neox();
    modern.config().remove("rotary_pct");
    modern
        .config()
        .putObject("rope_parameters")
        .put("partial_rotary_factor", 0.5)
        .put("rope_theta", 5000.0)
        .put("rope_type", "default");

    assertThat(open(old).identity()).hasSize(16).isEqualTo(open(modern).identity());
  }

  @Test
  void fingerprint_ofEqualWeights_isEqualInEveryTypeAndNaming() throws IOException {
    TestCheckpoint checkpoint = TestCheckpoint.neox();
    String expected = open(checkpoint).fingerprint();
    assertThat(expected).matches("[0-9a-f]{64}");
    assertThat(open(checkpoint, ElementType.F16).fingerprint()).isEqualTo(expected);
    assertThat(open(checkpoint, ElementType.BF16).fingerprint()).isEqualTo(expected);

    TestTensor head = checkpoint.tensors().remove("embed_out.weight");
    checkpoint.tensors().put("lm_head.weight", head);
    String buffer = "gpt_neox.layers.0.attention.";
    checkpoint.tensors().put(buffer + "masked_bias", new TestTensor(new long[0], new float[1]));
    checkpoint
        .tensors()
        .put(buffer + "rotary_emb.inv_freq", new TestTensor(new long[] {2}, new float[2]));
    assertThat(open(checkpoint).fingerprint()).isEqualTo(expected);
  }

  @Test
  void fingerprint_underEitherPrefix_isTheSame() throws IOException {
    for (TestCheckpoint checkpoint :
        new TestCheckpoint[] {TestCheckpoint.gpt2(), TestCheckpoint.opt()}) {
      String expected = open(checkpoint).fingerprint();
      TestCheckpoint older =
          new TestCheckpoint(checkpoint.config(), new LinkedHashMap<>(), checkpoint.tokenizer());
      checkpoint
          .tensors()
          .forEach((name, tensor) -> older.tensors().put(name.split("\\.", 2)[1], tensor));
      TestTensor buffer = new TestTensor(new long[] {1}, new float[1]);
      boolean gpt2 = checkpoint.config().get("model_type").asText().equals("gpt2");
      older.tensors().put(gpt2 ? "h.2.attn.masked_bias" : "decoder.version", buffer);
      older.tensors().put("lm_head.weight", buffer);
      assertThat(open(older).fingerprint()).isEqualTo(expected);
    }
  }

  @Test
  void fingerprint_ofOneChangedWeight_differs() throws IOException {
    TestCheckpoint checkpoint = TestCheckpoint.llama();
    String before = open(checkpoint).fingerprint();
    checkpoint.tensors().get("model.norm.weight").values()[3] += 0.5f;
    assertThat(open(checkpoint).fingerprint()).isNotEqualTo(before);
  }

  @Test
  void identity_dependsOnSettingsAndTokenizer_notOnTheRest() throws IOException {
    TestCheckpoint checkpoint = TestCheckpoint.neox();
    String identity = open(checkpoint).identity();
    checkpoint.config().put("transformers_version", "5.0");
    assertThat(open(checkpoint).identity()).isEqualTo(identity);
    checkpoint.config().put("use_parallel_residual", false);
    assertThat(open(checkpoint).identity()).isNotEqualTo(identity);
    checkpoint.config().put("use_parallel_residual", true);
    checkpoint.tokenizer().put("comment", "changed");
    assertThat(open(checkpoint).identity()).isNotEqualTo(identity);
  }

  @Test
  void identity_dependsOnThePositions_theFingerprintDoesNot() throws IOException {
    TestCheckpoint checkpoint = TestCheckpoint.llama();
    CheckpointFolder before = open(checkpoint);
    checkpoint.config().put("max_position_embeddings", 32);
    CheckpointFolder after = open(checkpoint);
    assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
    assertThat(after.identity()).isNotEqualTo(before.identity());
  }

  @Test
  void buffers_ofOlderFiles_areLeftOut() throws IOException {
    TestCheckpoint checkpoint = TestCheckpoint.llama();
    String expected = open(checkpoint).fingerprint();
    checkpoint.tensors().put("model.layers.2.self_attn.rotary_emb.inv_freq", one());
    checkpoint.tensors().put("model.rotary_emb.inv_freq", one());
    assertThat(open(checkpoint).fingerprint()).isEqualTo(expected);
  }

  /** As published, where embeddings have more rows than the tokenizer has tokens. */
  @Test
  void tokenizer_withFewerTokensThanRows_isAccepted() throws IOException {
    TestCheckpoint checkpoint = TestCheckpoint.neox();
    assertThat(checkpoint.tokenizer().at("/model/vocab").size()).isEqualTo(258);
    assertThat(open(checkpoint).config().vocabularySize()).isEqualTo(300);
    checkpoint.tokenizer().withArray("added_tokens").addObject().put("id", 299);
    assertThat(open(checkpoint).config().vocabularySize()).isEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "tokenizer.json"})
  void file_withMoreBehindItsObject_isRefused(String file) throws IOException {
    Path checkpoint = TestCheckpoint.neox().write(folder, ElementType.F32);
    Path json = checkpoint.resolve(file);
    Files.writeString(json, Files.readString(json) + "{}");
    assertRefused(checkpoint, file);
  }

  @Test
  void key_thatIsThereTwice_isRefused() throws IOException {
    Path checkpoint = TestCheckpoint.neox().write(folder, ElementType.F32);
    Path json = checkpoint.resolve("config.json");
    Files.writeString(
        json, Files.readString(json).replaceFirst("\\{", "{\"layer_norm_eps\": 0.1,"));
    assertRefused(checkpoint, "layer_norm_eps");
  }

  static Stream<Arguments> badCheckpoints() {
    return Stream.of(
        neox("use_parallel_residual, not a flag", "true or false", c -> set(c, "yes")),
        neox("missing size", "hidden_size", c -> c.config().remove("hidden_size")),
        neox("odd head", "multiple of 3 heads", c -> c.config().put("num_attention_heads", 3)),
        neox("hostile layers", "num_hidden_layers", c -> c.config().put("num_hidden_layers", 1e9)),
        neox("huge layers", "from 1 to 1000", c -> c.config().put("num_hidden_layers", 1 << 30)),
        neox(
            "unknown activation",
            "[gelu, gelu_accurate,",
            c -> c.config().put("hidden_act", "mish")),
        neox(
            "unknown model",
            "[gpt2, gpt_neox, llama, opt, qwen2]",
            c -> c.config().put("model_type", "bert")),
        neox("no model", "model_type", c -> c.config().remove("model_type")),
        neox("rotary share", "rotary_pct", c -> c.config().put("rotary_pct", 2.5)),
        neox(
            "stretched positions",
            "dynamic",
            c -> c.config().putObject("rope_scaling").put("type", "dynamic")),
        neox(
            "missing tensor",
            "gpt_neox.layers.1.mlp.dense_h_to_4h.bias",
            c -> c.tensors().remove("gpt_neox.layers.1.mlp.dense_h_to_4h.bias")),
        neox("unknown tensor", "gpt_neox.adapter", c -> c.tensors().put("gpt_neox.adapter", one())),
        neox(
            "causal mask of another network",
            "other.attention.bias",
            c -> c.tensors().put("other.attention.bias", one())),
        neox(
            "weight that ends as a mask does",
            "gpt_neox.layers.0.cross.attention.bias",
            c -> c.tensors().put("gpt_neox.layers.0.cross.attention.bias", one())),
        neox(
            "frequencies of another network",
            "encoder.rotary_emb.inv_freq",
            c -> c.tensors().put("encoder.rotary_emb.inv_freq", one())),
        arguments(
            "llama: frequencies of another network",
            "vision.layers.0.self_attn.rotary_emb.inv_freq",
            TestCheckpoint.llama(),
            (Consumer<TestCheckpoint>)
                c -> c.tensors().put("vision.layers.0.self_attn.rotary_emb.inv_freq", one())),
        neox(
            "not a number",
            "NaN",
            c -> c.tensors().get("embed_out.weight").values()[299] = Float.NaN),
        neox("wrong shape", "shape [300, 16]", c -> c.config().put("vocab_size", 301)),
        neox(
            "tokenizer of another model",
            "id 300",
            c -> c.tokenizer().withArray("added_tokens").addObject().put("id", 300)),
        neox("tokenizer without vocabulary", "model.vocab", c -> c.tokenizer().remove("model")),
        arguments(
            "llama: biases that the configuration denies",
            "self_attn.q_proj.bias",
            TestCheckpoint.llama(),
            (Consumer<TestCheckpoint>)
                c ->
                    c.tensors()
                        .put(
                            "model.layers.0.self_attn.q_proj.bias",
                            TestTensor.random(new Random(1), 0, 16))),
        arguments(
            "llama: groups that do not divide",
            "num_key_value_heads",
            TestCheckpoint.llama(),
            (Consumer<TestCheckpoint>) c -> c.config().put("num_key_value_heads", 3)),
        arguments(
            "gpt2: weights as other architectures store them",
            "transformer.h.0.mlp.c_fc.weight",
            TestCheckpoint.gpt2(),
            (Consumer<TestCheckpoint>)
                c ->
                    c.tensors()
                        .put(
                            "transformer.h.0.mlp.c_fc.weight",
                            TestTensor.random(new Random(1), 0, 24, 16))),
        arguments(
            "opt: projections that the configuration denies",
            "project_in",
            TestCheckpoint.opt(),
            (Consumer<TestCheckpoint>)
                c ->
                    c.tensors()
                        .put(
                            "model.decoder.project_in.weight",
                            TestTensor.random(new Random(1), 0, 16, 8))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badCheckpoints")
  void checkpoint_thatCannotBeUsed_isRefused(
      String name, String named, TestCheckpoint checkpoint, Consumer<TestCheckpoint> damage) {
    damage.accept(checkpoint);
    assertThatThrownBy(() -> open(checkpoint))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "tokenizer.json", "model.safetensors"})
  void file_thatIsMissingOrCutOrNonsense_isNamed(String file) throws IOException {
    Path checkpoint = TestCheckpoint.neox().write(folder, ElementType.F32);
    byte[] whole = Files.readAllBytes(folder.resolve(file));
    for (byte[] damaged :
        new byte[][] {
          Arrays.copyOf(whole, whole.length - 3), "[1]nonsense".getBytes(), new byte[0]
        }) {
      Files.write(folder.resolve(file), damaged);
      assertRefused(checkpoint, file);
    }
    Files.delete(folder.resolve(file));
    assertRefused(checkpoint, file);
  }

  @Test
  void context_beyondThePositions_isRefused() throws IOException {
    CheckpointFolder checkpoint = open(TestCheckpoint.neox());
    checkpoint.requireContext(64);
    assertThatThrownBy(() -> checkpoint.requireContext(65))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "config.json", "max_position_embeddings (n_positions)", "65", "64");
  }

  private static TestTensor one() {
    return new TestTensor(new long[] {1}, new float[1]);
  }

  private static void assertRefused(Path checkpoint, String file) {
    assertThatThrownBy(() -> CheckpointFolder.open(checkpoint))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file);
  }

  private static Arguments neox(String name, String named, Consumer<TestCheckpoint> damage) {
    return arguments(name, named, TestCheckpoint.neox(), damage);
  }

  private static void set(TestCheckpoint checkpoint, String parallelResidual) {
    checkpoint.config().put("use_parallel_residual", parallelResidual);
  }

  private CheckpointFolder open(TestCheckpoint checkpoint) throws IOException {
    return open(checkpoint, ElementType.F32);
  }

  private CheckpointFolder open(TestCheckpoint checkpoint, ElementType type) throws IOException {
    return CheckpointFolder.open(checkpoint.write(folder, type));
  }
}
