package org.entrain.models.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes dictionaries of tensors as {@code torch.save} does, in both formats. */
public final class TorchWriter {

  private final boolean legacy;
  private final PickleWriter pickle = new PickleWriter();
  final Map<String, byte[]> storages = new LinkedHashMap<>();
  final List<Integer> elements = new ArrayList<>();

  String byteOrder = "little";
  Zip64Mode zip64 = Zip64Mode.AsNeeded;
  int method = ZipEntry.STORED;

  public TorchWriter(boolean legacy) {
    this.legacy = legacy;
    pickle.orderedDict().op('(');
  }

  /** A tensor over the whole of a storage of its own. */
  public TorchWriter add(String name, String storageClass, byte[] data, int size, long... shape) {
    String key = String.valueOf(storages.size());
    storages.put(key, data);
    elements.add(data.length / size);
    long[] strides = new long[shape.length];
    long next = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = next;
      next *= shape[i];
    }
    return view(name, storageClass, key, 0, shape, strides);
  }

  /** A tensor over a part of a storage that exists. */
  TorchWriter view(
      String name, String storageClass, String key, long offset, long[] shape, long[] strides) {
    int size = elements.get(Integer.parseInt(key));
    pickle.text(name).global("torch._utils", "_rebuild_tensor_v2").op('(');
    pickle.op('(').text("storage").global("torch", storageClass).text(key).text("cpu").number(size);
    if (legacy) {
      pickle.op('N');
    }
    pickle.op('t').put().op('Q').number(offset).numbers(shape).numbers(strides).op(0x89);
    pickle.orderedDict().op('t').put().op('R').put();
    return this;
  }

  /** Ends the dictionary, with the metadata that modules add to it. */
  private byte[] pickle() {
    pickle.op('u', '}').put().text("_metadata").orderedDict().op('s', 'b');
    return pickle.stop();
  }

  public void write(Path file) throws IOException {
    if (legacy) {
      writeLegacy(file, header(1001, true), pickle(), List.copyOf(storages.keySet()));
    } else {
      writeZip(file, pickle());
    }
  }

  void writeZip(Path file, byte[] pickle) throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      zip.setUseZip64(zip64);
      entry(zip, "archive/data.pkl", pickle);
      entry(zip, "archive/byteorder", byteOrder.getBytes(StandardCharsets.US_ASCII));
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        entry(zip, "archive/data/" + storage.getKey(), storage.getValue());
      }
      entry(zip, "archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void entry(ZipArchiveOutputStream zip, String name, byte[] data) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(method);
    entry.setSize(data.length);
    if (method == ZipEntry.STORED) {
      CRC32 sum = new CRC32();
      sum.update(data);
      entry.setCrc(sum.getValue());
    }
    zip.putArchiveEntry(entry);
    zip.write(data);
    zip.closeArchiveEntry();
  }

  byte[] dictionary() {
    return pickle();
  }

  static byte[] header(int protocol, boolean littleEndian) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(LegacyFile.MAGIC);
    header.writeBytes(new PickleWriter().number(protocol).stop());
    PickleWriter system = new PickleWriter().op('}').put().op('(');
    system.text("protocol_version").number(1001);
    system.text("little_endian").op(littleEndian ? 0x88 : 0x89);
    system.text("type_sizes").op('}').put().text("long").number(4).op('s', 'u');
    header.writeBytes(system.stop());
    return header.toByteArray();
  }

  void writeLegacy(Path file, byte[] header, byte[] dictionary, List<String> keys)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header);
    all.writeBytes(dictionary);
    PickleWriter list = new PickleWriter().op(']').put().op('(');
    keys.forEach(list::text);
    all.writeBytes(list.op('e').stop());
    for (String key : keys) {
      int index = Math.min(Integer.parseInt(key), elements.size() - 1);
      ByteBuffer count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      all.writeBytes(count.putLong(elements.get(index)).array());
      all.writeBytes(storages.getOrDefault(key, new byte[0]));
    }
    Files.write(file, all.toByteArray());
  }
}
