package org.entrain.models.torch;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.FileFaults;
import org.entrain.models.weights.FileStamp;
import org.entrain.models.weights.TensorEntry;

/** Turns the dictionary of a file into tensors with their places. */
final class StateDict {

  /** Where the data of a storage begin, counted from the start of the file. */
  @FunctionalInterface
  interface Places {
    long begin(Storage storage) throws IOException;
  }

  private static final String REMEDY = "Save model.state_dict() alone.";

  private final FileStamp stamp;
  private final Map<String, Object> values = new HashMap<>();

  /**
   * @throws InvalidInputException if the value is not a dictionary of tensors
   */
  StateDict(FileStamp stamp, Object value) {
    this.stamp = stamp;
    if (!(value instanceof Map<?, ?> map)) {
      throw refuse("content", "a dictionary of tensors", PickleStack.name(value), REMEDY);
    }
    map.forEach((name, tensor) -> values.put((String) name, tensor));
  }

  /** The storages that tensors refer to, by key. */
  Map<String, Storage> storages() {
    Map<String, Storage> storages = new HashMap<>();
    values.forEach(
        (name, value) -> {
          Storage storage = view(name, value).storage();
          Storage other = storages.putIfAbsent(storage.key(), storage);
          if (other != null && !other.equals(storage)) {
            throw refuse("tensor " + name, other.toString(), storage.toString(), REMEDY);
          }
        });
    return storages;
  }

  SortedMap<String, TensorEntry> entries(Places places) throws IOException {
    SortedMap<String, TensorEntry> entries = new TreeMap<>();
    for (Map.Entry<String, Object> line : values.entrySet()) {
      String name = line.getKey();
      View view = view(name, line.getValue());
      if (!view.fits()) {
        throw refuse(
            "tensor " + name,
            "elements within its storage of " + view.storage().elements(),
            "shape %s from element %d".formatted(view.shape(), view.offset()),
            FileFaults.DOWNLOAD_AGAIN);
      }
      if (!view.isContiguous()) {
        throw refuse(
            "tensor " + name,
            "elements in row-major order",
            "shape %s with strides %s".formatted(view.shape(), view.strides()),
            "Call contiguous() on the tensor before saving.");
      }
      int size = view.storage().type().bytes();
      long begin = places.begin(view.storage()) + view.offset() * size;
      entries.put(
          name,
          new TensorEntry(
              name, view.storage().type(), view.shape(), stamp, begin, view.elements() * size));
    }
    return entries;
  }

  private View view(String name, Object value) {
    if (value instanceof View view) {
      return view;
    }
    throw refuse("entry " + name, "a tensor", PickleStack.name(value), REMEDY);
  }

  private InvalidInputException refuse(String field, String expected, String found, String remedy) {
    return new InvalidInputException(stamp.file().toString(), field, expected, found, remedy);
  }
}
