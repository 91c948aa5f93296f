package org.entrain.models.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.assertj.core.api.AbstractThrowableAssert;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.ElementType;
import org.entrain.models.weights.TensorEntry;
import org.entrain.models.weights.TensorReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {

  private static final byte[] SIX = floats(1, 2, 3, 4, 5, 6);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tensors_ofBothFormats_areFoundInPlace(boolean legacy) throws IOException {
    TorchWriter writer =
        new TorchWriter(legacy)
            .add("w", "FloatStorage", SIX, 4, 3, 2)
            .add("mask", "BoolStorage", new byte[3], 1, 1, 3)
            .add("empty", "FloatStorage", new byte[0], 4, 0, 2)
            .view("tied", "FloatStorage", "0", 0, new long[] {3, 2}, new long[] {2, 1})
            .view("row", "FloatStorage", "0", 2, new long[] {1, 2}, new long[] {99, 1})
            .view("scalar", "FloatStorage", "0", 5, new long[0], new long[0]);

    SortedMap<String, TensorEntry> tensors = TorchFile.read(write(writer));

    assertThat(tensors.keySet()).containsExactly("empty", "mask", "row", "scalar", "tied", "w");
    assertThat(values(tensors.get("w"))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(tensors.get("w").shape()).containsExactly(3L, 2L);
    assertThat(tensors.get("tied").begin()).isEqualTo(tensors.get("w").begin());
    assertThat(values(tensors.get("row"))).containsExactly(3, 4);
    assertThat(values(tensors.get("scalar"))).containsExactly(6);
    assertThat(tensors.get("scalar").shape()).isEmpty();
    assertThat(values(tensors.get("empty"))).isEmpty();
    assertThat(tensors.get("mask").type()).isEqualTo(ElementType.BOOL);
  }

  @ParameterizedTest
  @CsvSource({
    "Float,F32",
    "Half,F16",
    "BFloat16,BF16",
    "Double,F64",
    "Long,I64",
    "Int,I32",
    "Short,I16",
    "Char,I8",
    "Byte,U8",
    "Bool,BOOL"
  })
  void storageClass_givesItsType(String name, ElementType type) throws IOException {
    byte[] data = new byte[3 * type.bytes()];
    TorchWriter writer = new TorchWriter(true).add("x", name + "Storage", data, type.bytes(), 3);
    TensorEntry entry = TorchFile.read(write(writer)).get("x");
    assertThat(entry.type()).isEqualTo(type);
    assertThat(entry.elements()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"Always", "AlwaysWithCompatibility"})
  void archive_withWideFields_isRead(Zip64Mode mode) throws IOException {
    TorchWriter writer = new TorchWriter(false).add("w", "FloatStorage", SIX, 4, 6);
    writer.zip64 = mode;
    assertThat(values(TorchFile.read(write(writer)).get("w"))).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void view_thatIsTransposed_isRefusedByName(boolean legacy) throws IOException {
    TorchWriter writer =
        new TorchWriter(legacy)
            .add("w", "FloatStorage", SIX, 4, 3, 2)
            .view("t", "FloatStorage", "0", 0, new long[] {2, 3}, new long[] {1, 2});
    refused(write(writer)).hasMessageContainingAll("tensor t", "strides [1, 2]", "contiguous()");
  }

  @ParameterizedTest
  @CsvSource({"1,6", "0,7", "7,0", "0,4611686018427387905"})
  void view_beyondItsStorage_isRefusedByName(long offset, long rows) throws IOException {
    TorchWriter writer =
        new TorchWriter(false)
            .add("w", "FloatStorage", SIX, 4, 6)
            .view("v", "FloatStorage", "0", offset, new long[] {rows}, new long[] {1});
    refused(write(writer)).hasMessageContainingAll("tensor v", "storage of 6");
  }

  @Test
  void archive_thatIsCompressedOrIncomplete_isRefused() throws IOException {
    TorchWriter packed = new TorchWriter(false).add("w", "FloatStorage", new byte[400], 4, 100);
    packed.method = ZipEntry.DEFLATED;
    refused(write(packed)).hasMessageContaining("compressed or encrypted entry archive/data.pkl");

    TorchWriter big = new TorchWriter(false).add("w", "FloatStorage", SIX, 4, 6);
    big.byteOrder = "big";
    refused(write(big)).hasMessageContaining("byte order \"big\"");

    TorchWriter missing = new TorchWriter(false).add("w", "FloatStorage", SIX, 4, 6);
    missing.storages.clear();
    refused(write(missing)).hasMessageContaining("0 entries archive/data/0");

    TorchWriter shorter = new TorchWriter(false).add("w", "FloatStorage", SIX, 4, 6);
    shorter.storages.put("0", new byte[20]);
    refused(write(shorter)).hasMessageContaining("20 bytes instead of 24 in archive/data/0");

    TorchWriter other = new TorchWriter(false).add("../data", "FloatStorage", SIX, 4, 6);
    other.storages.put("x/data.pkl", SIX);
    assertThat(TorchFile.read(write(other))).containsOnlyKeys("../data");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void file_cutAnywhere_isRefused(boolean legacy) throws IOException {
    Path file = write(new TorchWriter(legacy).add("w", "FloatStorage", SIX, 4, 6));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      refused(file);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    refused(file);
  }

  /** Whatever a flipped byte does, it is read or refused; nothing else is thrown. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void file_withAnyByteChanged_isReadOrRefused(boolean legacy) throws IOException {
    Path file = write(new TorchWriter(legacy).add("w", "FloatStorage", SIX, 4, 6));
    byte[] whole = Files.readAllBytes(file);
    int refusals = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= (byte) 0xff;
      Files.write(file, changed);
      try {
        TensorEntry entry = TorchFile.read(file).values().iterator().next();
        assertThat(entry.begin() + entry.bytes()).isLessThanOrEqualTo(whole.length);
      } catch (InvalidInputException e) {
        refusals++;
      }
    }
    assertThat(refusals).isGreaterThan(whole.length / 3);
  }

  @Test
  void legacyFile_thatContradictsItself_isRefused() throws IOException {
    Path file = folder.resolve("pytorch_model.bin");
    byte[] good = TorchWriter.header(1001, true);
    legacy().writeLegacy(file, TorchWriter.header(1002, true), dictionary(), List.of("0"));
    refused(file).hasMessageContaining("protocol");
    legacy().writeLegacy(file, TorchWriter.header(1001, false), dictionary(), List.of("0"));
    refused(file).hasMessageContaining("little-endian");
    legacy().writeLegacy(file, good, dictionary(), List.of());
    refused(file).hasMessageContaining("no data for storage 0");
    legacy().writeLegacy(file, good, dictionary(), List.of("0", "0"));
    refused(file).hasMessageContaining("repeated storage 0");
    legacy().writeLegacy(file, good, dictionary(), List.of("7"));
    refused(file).hasMessageContaining("unknown or repeated storage 7");
    TorchWriter longer = legacy();
    longer.elements.set(0, 5);
    longer.writeLegacy(file, good, dictionary(), List.of("0"));
    refused(file).hasMessageContaining("5 elements instead of 6");
  }

  @Test
  void file_ofAnotherKind_isNamedByItsBegin() throws IOException {
    Path file = Files.writeString(folder.resolve("pytorch_model.bin"), "version https://git-lfs");
    refused(file).hasMessageContaining("version https:");
  }

  @Test
  void file_thatCannotBeOpened_isNotBlamedForItsContent() throws IOException {
    refused(folder.resolve("none.bin")).hasMessageContainingAll("readable", "NoSuchFile");
    Path file = Files.write(folder.resolve("file"), SIX);
    refused(file.resolve("x.bin")).hasMessageContainingAll("readable", "Not a directory");
  }

  @Test
  void interruptedThread_endsCancelledAndKeepsItsFlag() throws IOException {
    Path file = write(new TorchWriter(false).add("w", "FloatStorage", SIX, 4, 6));
    TensorEntry entry = TorchFile.read(file).get("w");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> values(entry)).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> TensorReader.map(entry)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static TorchWriter legacy() {
    return new TorchWriter(true).add("w", "FloatStorage", SIX, 4, 6);
  }

  private static byte[] dictionary() {
    return legacy().dictionary();
  }

  private Path write(TorchWriter writer) throws IOException {
    Path file = folder.resolve("pytorch_model.bin");
    writer.write(file);
    return file;
  }

  private static AbstractThrowableAssert<?, ?> refused(Path file) {
    return assertThatThrownBy(() -> TorchFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString());
  }

  private static float[] values(TensorEntry entry) {
    float[] values = new float[(int) entry.elements()];
    new TensorReader().forEachChunk(entry, chunk -> chunk.asFloatBuffer().get(values));
    return values;
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
