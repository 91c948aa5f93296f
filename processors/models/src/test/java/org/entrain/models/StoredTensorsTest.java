package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.entrain.common.InvalidInputException;
import org.entrain.models.torch.TorchWriter;
import org.entrain.models.weights.ElementType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights in either format, in one file or several. */
class StoredTensorsTest {

  private static final String HEAD = "embed_out.weight";

  @TempDir Path folder;

  private final TestCheckpoint checkpoint = TestCheckpoint.neox();

  @BeforeEach
  void writeSettings() throws IOException {
    checkpoint.writeSettings(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "torch zip,F32",
    "torch zip,F16",
    "torch zip,BF16",
    "torch legacy,F32",
    "torch legacy,F16",
    "torch legacy,BF16",
    "safetensors,F16"
  })
  void fingerprint_isTheSameInEveryFormat_wholeOrInParts(String format, ElementType type)
      throws IOException {
    String expected =
        CheckpointFolder.open(checkpoint.write(folder.resolve("plain"), ElementType.F32))
            .fingerprint();
    write(folder.resolve(whole(format)), checkpoint.tensors(), format, type);
    assertThat(CheckpointFolder.open(folder).fingerprint()).isEqualTo(expected);
    Files.delete(folder.resolve(whole(format)));
    writeShards(format, type);
    assertThat(CheckpointFolder.open(folder).fingerprint()).isEqualTo(expected);
  }

  @Test
  void files_areTakenInTheDocumentedOrder() throws IOException {
    List<String> names = new ArrayList<>(StoredTensors.NAMES);
    assertThat(names)
        .containsExactly(
            "model.safetensors",
            "model.safetensors.index.json",
            "pytorch_model.bin",
            "pytorch_model.bin.index.json");
    for (String name : names) {
      Files.writeString(folder.resolve(name), "nonsense");
    }
    for (String name : names) {
      refused().hasMessageContaining(folder.resolve(name).toString());
      Files.delete(folder.resolve(name));
    }
    refused().hasMessageContaining(String.join(", ", names)).hasMessageContaining("none of them");
  }

  @Test
  void link_toNothing_isRefusedThoughThereAreOtherWeights() throws IOException {
    write(folder.resolve("pytorch_model.bin"), checkpoint.tensors(), "torch zip", ElementType.F32);
    Files.createSymbolicLink(folder.resolve("model.safetensors"), folder.resolve("gone"));
    refused().hasMessageContainingAll("model.safetensors", "NoSuchFile");
  }

  @Test
  void shard_thatIsMissing_isNamed() throws IOException {
    writeShards("safetensors", ElementType.F32);
    Files.delete(folder.resolve("model-2.safetensors"));
    refused().hasMessageContainingAll("model.safetensors.index.json", "model-2.safetensors");
  }

  @Test
  void tensor_thatIsNotInItsShard_isNamed() throws IOException {
    writeShards("safetensors", ElementType.F32);
    Map<String, TestTensor> second = part(1);
    second.remove(HEAD);
    write(folder.resolve("model-2.safetensors"), second, "safetensors", ElementType.F32);
    refused().hasMessageContainingAll("tensor " + HEAD, "in model-2.safetensors");
  }

  @Test
  void tensor_inTwoShards_isTakenWhereTheIndexSays() throws IOException {
    writeShards("safetensors", ElementType.F32);
    String expected = CheckpointFolder.open(folder).fingerprint();
    Map<String, TestTensor> first = part(0);
    first.put(HEAD, new TestTensor(new long[] {1}, new float[1]));
    write(folder.resolve("model-1.safetensors"), first, "safetensors", ElementType.F32);
    assertThat(CheckpointFolder.open(folder).fingerprint()).isEqualTo(expected);

    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(
        index,
        Files.readString(index).replace("\"" + HEAD + "\":\"model-2", "\"other\":\"model-2"));
    refused().hasMessageContainingAll(HEAD, "model-1.safetensors and model-2.safetensors");
  }

  @Test
  void tensor_thatNoArchitectureHas_isRefusedInAShardToo() throws IOException {
    writeShards("torch zip", ElementType.F32);
    Map<String, TestTensor> first = part(0);
    first.put("adapter", new TestTensor(new long[] {1}, new float[1]));
    write(folder.resolve("pytorch_model-1.bin"), first, "torch zip", ElementType.F32);
    refused().hasMessageContainingAll("pytorch_model-1.bin", "tensor adapter", "unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'w': '../model.safetensors'}",
        "{'w': '/etc/passwd'}",
        "{'w': '..'}",
        "{'w': 'a\\\\b'}",
        "{'w': ''}",
        "{'w': 7}",
        "{}",
        "[]"
      })
  void index_thatNamesNoFileOfTheFolder_isRefused(String map) throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{'weight_map': %s}".formatted(map).replace('\'', '"'));
    refused().hasMessageContainingAll("model.safetensors.index.json", "weight_map");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void value_thatIsNotFinite_isRefusedByName(float value) throws IOException {
    checkpoint.tensors().get(HEAD).values()[7] = value;
    writeShards("torch legacy", ElementType.F32);
    refused().hasMessageContainingAll("pytorch_model-2.bin", HEAD, String.valueOf(value));
  }

  @Test
  void type_ofAWeight_isCheckedButNotOfABuffer() throws IOException {
    TorchWriter writer = new TorchWriter(false);
    add(writer, checkpoint.tensors(), ElementType.F32);
    writer.add("gpt_neox.layers.0.attention.bias", "BoolStorage", new byte[4], 1, 1, 1, 2, 2);
    writer.write(folder.resolve("pytorch_model.bin"));
    assertThat(CheckpointFolder.open(folder).config().layers()).isEqualTo(TestCheckpoint.LAYERS);

    TestTensor head = checkpoint.tensors().remove(HEAD);
    TorchWriter wide = new TorchWriter(false);
    add(wide, checkpoint.tensors(), ElementType.F32);
    wide.add(HEAD, "DoubleStorage", new byte[8 * head.values().length], 8, head.shape());
    wide.write(folder.resolve("pytorch_model.bin"));
    refused().hasMessageContainingAll("pytorch_model.bin", HEAD, "F64");
  }

  @Test
  void listener_hearsOfEveryByte_inOrder() throws IOException {
    writeShards("torch zip", ElementType.F16);
    List<Long> heard = new ArrayList<>();
    long[] total = new long[1];
    CheckpointFolder.open(
        folder,
        (done, all) -> {
          heard.add(done);
          total[0] = all;
        });
    long bytes =
        checkpoint.tensors().values().stream()
            .mapToLong(tensor -> 2L * tensor.values().length)
            .sum();
    assertThat(total[0]).isEqualTo(bytes);
    assertThat(heard).isSorted().doesNotHaveDuplicates().endsWith(bytes);
  }

  @Test
  void open_ofAnInterruptedThread_isCancelled() throws IOException {
    writeShards("torch zip", ElementType.F16);
    assertThatThrownBy(
            () -> CheckpointFolder.open(folder, (done, all) -> Thread.currentThread().interrupt()))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThatThrownBy(() -> CheckpointFolder.open(folder))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private AbstractThrowableAssert<?, ?> refused() {
    return assertThatThrownBy(() -> CheckpointFolder.open(folder))
        .isInstanceOf(InvalidInputException.class);
  }

  private static String whole(String format) {
    return format.equals("safetensors") ? "model.safetensors" : "pytorch_model.bin";
  }

  private void writeShards(String format, ElementType type) throws IOException {
    StringBuilder map = new StringBuilder();
    for (int i = 0; i < 2; i++) {
      String shard = whole(format).replace(".", "-" + (i + 1) + ".");
      write(folder.resolve(shard), part(i), format, type);
      part(i).keySet().forEach(name -> map.append(",\"%s\":\"%s\"".formatted(name, shard)));
    }
    Files.writeString(
        folder.resolve(whole(format) + ".index.json"),
        "{\"metadata\":{},\"weight_map\":{%s}}".formatted(map.substring(1)));
  }

  /** Every other tensor; the head, which is the last, in the second part. */
  private Map<String, TestTensor> part(int part) {
    List<String> names = new ArrayList<>(checkpoint.tensors().keySet());
    Map<String, TestTensor> tensors = new LinkedHashMap<>();
    for (int i = names.size() - 2 + part; i >= 0; i -= 2) {
      tensors.put(names.get(i), checkpoint.tensors().get(names.get(i)));
    }
    return tensors;
  }

  private static void write(
      Path file, Map<String, TestTensor> tensors, String format, ElementType type)
      throws IOException {
    if (format.equals("safetensors")) {
      SafetensorsWriter.write(file, tensors, type);
      return;
    }
    TorchWriter writer = new TorchWriter(format.equals("torch legacy"));
    add(writer, tensors, type);
    writer.write(file);
  }

  private static void add(TorchWriter writer, Map<String, TestTensor> tensors, ElementType type) {
    String storage =
        switch (type) {
          case F16 -> "HalfStorage";
          case BF16 -> "BFloat16Storage";
          default -> "FloatStorage";
        };
    tensors.forEach(
        (name, tensor) ->
            writer.add(
                name,
                storage,
                SafetensorsWriter.bytes(tensor.values(), type),
                type.bytes(),
                tensor.shape()));
  }
}
