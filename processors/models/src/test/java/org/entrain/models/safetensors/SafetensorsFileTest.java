package org.entrain.models.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.TensorEntry;
import org.entrain.models.weights.TensorReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {

  @TempDir Path folder;

  @Test
  void tensors_ofAGoodFile_areFoundAndWidened() throws IOException {
    Path file =
        write(
            "{'w':{'dtype':'BF16','shape':[2,1],'data_offsets':[4,8]},"
                + "'s':{'dtype':'F32','shape':[],'data_offsets':[0,4]}}",
            8);
    SortedMap<String, TensorEntry> tensors = SafetensorsFile.read(file);

    assertThat(tensors.keySet()).containsExactly("s", "w");
    TensorEntry entry = tensors.get("w");
    assertThat(entry.shape()).containsExactly(2L, 1L);
    assertThat(entry.elements()).isEqualTo(2);
    List<Integer> chunks = new ArrayList<>();
    new TensorReader().forEachChunk(entry, chunk -> chunks.add(chunk.remaining()));
    assertThat(chunks).containsExactly(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "unknown type  | dtype   | {'w':{'dtype':'F7','shape':[2],'data_offsets':[0,8]}}",
        "no type       | dtype   | {'w':{'shape':[2],'data_offsets':[0,8]}}",
        "negative size | shape   | {'w':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}",
        "no array      | shape   | {'w':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}",
        "overflow      | tensor w| {'w':{'dtype':'F32','shape':[4294967296,4294967296],"
            + "'data_offsets':[0,8]}}",
        "not its size  | 12 bytes| {'w':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}",
        "backwards     | offsets | {'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}",
        "beyond        | offsets | {'w':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}",
        "one offset    | offsets | {'w':{'dtype':'F32','shape':[2],'data_offsets':[0]}}",
        "gap           | begin   | {'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "rest          | length  | {'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "twice         | header  | {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "overlap       | begin   | {'v':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "no object     | header  | [1]",
        "no JSON       | header  | {'w':"
      })
  void header_thatDoesNotFit_isRefused(String fault, String named, String header)
      throws IOException {
    Path file = write(header, 8);
    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .as(fault)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 100, Long.MAX_VALUE, Long.MIN_VALUE})
  void headerLength_outOfBounds_isRefusedBeforeItIsRead(long length) throws IOException {
    Path file = folder.resolve("hostile.safetensors");
    ByteBuffer bytes = ByteBuffer.allocate(50).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(length).array());
    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("header length");
  }

  @Test
  void header_nestedWithoutEnd_isRefused() throws IOException {
    Path file = write("{'w':" + "[".repeat(100_000), 8);
    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("header");
  }

  /** Writes a header, with apostrophes for quotation marks, and zeros behind it. */
  private Path write(String header, int dataBytes) throws IOException {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    Path file = folder.resolve("test.safetensors");
    return Files.write(file, bytes.putLong(json.length).put(json).array());
  }
}
