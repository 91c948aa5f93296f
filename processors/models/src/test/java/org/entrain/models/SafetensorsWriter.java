package org.entrain.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.entrain.models.weights.ElementType;

/** Writes safetensors files for tests. */
final class SafetensorsWriter {

  private SafetensorsWriter() {}

  static void write(Path file, Map<String, TestTensor> tensors, ElementType type)
      throws IOException {
    ObjectNode header = new ObjectMapper().createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    long end = 0;
    for (Map.Entry<String, TestTensor> tensor : tensors.entrySet()) {
      ObjectNode line = header.putObject(tensor.getKey()).put("dtype", type.name());
      line.putArray("shape");
      for (long dimension : tensor.getValue().shape()) {
        line.withArray("shape").add(dimension);
      }
      line.withArray("data_offsets").add(end);
      end += (long) tensor.getValue().values().length * type.bytes();
      line.withArray("data_offsets").add(end);
    }
    ByteBuffer data = ByteBuffer.allocate((int) end).order(ByteOrder.LITTLE_ENDIAN);
    for (TestTensor tensor : tensors.values()) {
      for (float value : tensor.values()) {
        put(data, value, type);
      }
    }
    write(file, header.toString(), data.array());
  }

  /** Any header with any data. */
  static void write(Path file, String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer bytes = ByteBuffer.allocate(8 + padded + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded).put(json);
    while (bytes.position() < 8 + padded) {
      bytes.put((byte) ' ');
    }
    Files.write(file, bytes.put(data).array());
  }

  /** Exact for normal values whose fraction fits. */
  private static void put(ByteBuffer data, float value, ElementType type) {
    int bits = Float.floatToRawIntBits(value);
    switch (type) {
      case F32 -> data.putFloat(value);
      case BF16 -> data.putShort((short) (bits >>> 16));
      case F16 -> {
        int exponent = (bits >>> 23 & 0xff) - 127 + 15;
        int half = (bits >>> 16 & 0x8000) | exponent << 10 | (bits >>> 13 & 0x3ff);
        data.putShort((short) (value == 0 ? 0 : half));
      }
      default -> throw new IllegalArgumentException(type.name());
    }
  }
}
