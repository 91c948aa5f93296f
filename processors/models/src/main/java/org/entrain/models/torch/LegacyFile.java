package org.entrain.models.torch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.entrain.models.weights.FileStamp;
import org.entrain.models.weights.TensorEntry;

/**
 * The format before torch 1.6: five pickles (magic number, protocol, system, the object, the keys
 * of storages), then for each key the number of its elements (8 bytes) and their values.
 */
final class LegacyFile {

  /** The first pickle: the number 0x1950a86a20f9469cfc6c. */
  static final byte[] MAGIC = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");

  private static final Long PROTOCOL = 1001L;

  private final FileStamp stamp;
  private final FileChannel channel;

  LegacyFile(FileStamp stamp, FileChannel channel) {
    this.stamp = stamp;
    this.channel = channel;
  }

  SortedMap<String, TensorEntry> read() throws IOException {
    PickleInput input = new PickleInput(channel, MAGIC.length, Unpickler.MOST_BYTES);
    if (!PROTOCOL.equals(new Unpickler(input).read())) {
      throw new IOException("another protocol than " + PROTOCOL);
    }
    Object system = new Unpickler(input).read();
    if (!(system instanceof Map<?, ?> map) || !Boolean.TRUE.equals(map.get("little_endian"))) {
      throw new IOException("numbers that are not little-endian");
    }
    StateDict tensors = new StateDict(stamp, new Unpickler(input).read());
    if (!(new Unpickler(input).read() instanceof List<?> keys)) {
      throw new IOException("no list of storages");
    }
    Map<String, Long> places = places(keys, input.position(), tensors.storages());
    return tensors.entries(storage -> place(places, storage));
  }

  private static long place(Map<String, Long> places, Storage storage) throws IOException {
    Long begin = places.get(storage.key());
    if (begin == null) {
      throw new IOException("no data for storage " + storage.key());
    }
    return begin;
  }

  private Map<String, Long> places(List<?> keys, long begin, Map<String, Storage> storages)
      throws IOException {
    Map<String, Long> places = new HashMap<>();
    long next = begin;
    for (Object key : keys) {
      Storage storage = key instanceof String ? storages.get(key) : null;
      if (storage == null || places.put(storage.key(), next + Long.BYTES) != null) {
        throw new IOException("data of an unknown or repeated storage " + printable(key));
      }
      long elements = new PickleInput(channel, next, Long.BYTES).signed(Long.BYTES);
      if (elements != storage.elements()) {
        throw new IOException(
            "%d elements instead of %d in storage %s"
                .formatted(elements, storage.elements(), storage.key()));
      }
      next += Long.BYTES + storage.bytes();
      // Compared at each step, so that the sum cannot overflow.
      if (next > channel.size()) {
        throw new IOException("data up to byte %d of %d".formatted(next, channel.size()));
      }
    }
    if (next != channel.size()) {
      throw new IOException("data up to byte %d of %d".formatted(next, channel.size()));
    }
    return places;
  }

  private static String printable(Object key) {
    return key instanceof String text ? text : PickleStack.name(key);
  }
}
