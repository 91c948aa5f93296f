package org.entrain.models.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.ElementType;
import org.entrain.models.weights.FileFaults;
import org.entrain.models.weights.FileStamp;
import org.entrain.models.weights.StrictJson;
import org.entrain.models.weights.TensorEntry;

/**
 * Checks a header before anything trusts it: known types, sizes that follow from shapes, and
 * tensors that tile the data without gap or overlap, which a cut or padded file cannot do.
 */
final class SafetensorsHeader {

  private static final String REMEDY = FileFaults.DOWNLOAD_AGAIN;
  private static final int MAX_DIMENSIONS = 8;

  private final FileStamp stamp;
  private final Path file;
  private final long dataBegin;
  private final long fileSize;

  SafetensorsHeader(FileStamp stamp, long dataBegin, long fileSize) {
    this.stamp = stamp;
    this.file = stamp.file();
    this.dataBegin = dataBegin;
    this.fileSize = fileSize;
  }

  SortedMap<String, TensorEntry> parse(byte[] json) {
    JsonNode header = StrictJson.object(file, "header", json);
    SortedMap<String, TensorEntry> entries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> line : header.properties()) {
      if (!line.getKey().equals("__metadata__")) {
        entries.put(line.getKey(), entry(line.getKey(), line.getValue()));
      }
    }
    checkTiling(entries);
    return entries;
  }

  private TensorEntry entry(String name, JsonNode line) {
    String field = "tensor " + name;
    String typeName = line.path("dtype").asText("nothing");
    ElementType type =
        ElementType.named(typeName)
            .orElseThrow(() -> refuse(field + ", dtype", "a type of safetensors", typeName));
    List<Long> shape = longs(line.path("shape"), field + ", shape", MAX_DIMENSIONS);
    List<Long> offsets = longs(line.path("data_offsets"), field + ", data_offsets", 2);
    long dataSize = fileSize - dataBegin;
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataSize) {
      throw refuse(
          field + ", data_offsets", "[begin, end] within " + dataSize + " bytes", "" + offsets);
    }
    long bytes = offsets.get(1) - offsets.get(0);
    if (bytes != size(shape, type)) {
      throw refuse(
          field,
          "%d bytes of data for %s %s".formatted(size(shape, type), type, shape),
          bytes + " bytes");
    }
    return new TensorEntry(name, type, shape, stamp, dataBegin + offsets.get(0), bytes);
  }

  /** Bytes of a tensor, or {@link Long#MAX_VALUE} if no file could hold it. */
  private static long size(List<Long> shape, ElementType type) {
    try {
      long size = type.bytes();
      for (long dimension : shape) {
        size = Math.multiplyExact(size, dimension);
      }
      return size;
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private List<Long> longs(JsonNode array, String field, int most) {
    List<Long> values = new ArrayList<>();
    boolean good = array.isArray() && array.size() <= most;
    for (JsonNode value : array) {
      good &= value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
      if (!good) {
        break;
      }
      values.add(value.longValue());
    }
    if (!good) {
      String text = array.toString();
      throw refuse(
          field,
          "at most " + most + " whole numbers from 0",
          text.isEmpty() ? "nothing" : text.substring(0, Math.min(80, text.length())));
    }
    return List.copyOf(values);
  }

  private void checkTiling(SortedMap<String, TensorEntry> entries) {
    long end = dataBegin;
    List<TensorEntry> byPlace = new ArrayList<>(entries.values());
    byPlace.sort(Comparator.comparingLong(TensorEntry::begin).thenComparing(TensorEntry::bytes));
    for (TensorEntry entry : byPlace) {
      if (entry.begin() != end) {
        throw refuse(
            "tensor " + entry.name(),
            "data to begin at byte " + end + ", where the previous tensor ends",
            "byte " + entry.begin());
      }
      end += entry.bytes();
    }
    if (end != fileSize) {
      throw refuse("length", end + " bytes, as the header says", fileSize + " bytes");
    }
  }

  private InvalidInputException refuse(String field, String expected, String found) {
    return new InvalidInputException(file.toString(), field, expected, found, REMEDY);
  }
}
