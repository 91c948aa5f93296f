package org.entrain.models.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.entrain.models.weights.FileStamp;
import org.entrain.models.weights.TensorEntry;

/**
 * The zip format: {@code <name>/data.pkl} and one entry {@code <name>/data/<key>} per storage, all
 * stored as they are, so that tensors can be read in place.
 */
final class ZipArchive {

  private static final String PICKLE = "/data.pkl";

  private final FileStamp stamp;
  private final FileChannel channel;

  ZipArchive(FileStamp stamp, FileChannel channel) {
    this.stamp = stamp;
    this.channel = channel;
  }

  SortedMap<String, TensorEntry> read() throws IOException {
    ZipDirectory.checkSize(channel);
    // Local headers are left for later: thousands of entries may share one with much padding.
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get()) {
      String root = root(zip);
      ZipArchiveEntry pickle = entry(zip, root + PICKLE);
      checkByteOrder(zip, root);
      if (pickle.getSize() > Unpickler.MOST_BYTES) {
        throw new IOException("a description of " + pickle.getSize() + " bytes");
      }
      PickleInput input = new PickleInput(channel, pickle.getDataOffset(), pickle.getSize());
      return new StateDict(stamp, new Unpickler(input).read())
          .entries(storage -> place(zip, root, storage));
    } catch (IllegalArgumentException e) {
      // What the library throws on some fields out of range.
      throw new IOException("a damaged zip archive: " + e.getMessage(), e);
    }
  }

  private static String root(ZipFile zip) throws IOException {
    List<String> found = new ArrayList<>();
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      String name = entry.getName();
      if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
        found.add(name.substring(0, name.length() - PICKLE.length()));
      }
    }
    if (found.size() != 1) {
      throw new IOException("a zip archive with " + found.size() + " entries NAME" + PICKLE);
    }
    return found.get(0);
  }

  private void checkByteOrder(ZipFile zip, String root) throws IOException {
    String name = root + "/byteorder";
    // Files of torch before 2.1 lack the record and are little-endian.
    if (zip.getEntry(name) != null) {
      try (InputStream stream = zip.getInputStream(entry(zip, name))) {
        String order = new String(stream.readNBytes(16), StandardCharsets.US_ASCII);
        if (!order.equals("little")) {
          throw new IOException("numbers in byte order \"" + order + "\"");
        }
      }
    }
  }

  private long place(ZipFile zip, String root, Storage storage) throws IOException {
    ZipArchiveEntry data = entry(zip, root + "/data/" + storage.key());
    if (data.getSize() != storage.bytes()) {
      throw new IOException(
          "%d bytes instead of %d in %s"
              .formatted(data.getSize(), storage.bytes(), data.getName()));
    }
    return data.getDataOffset();
  }

  /** The only entry of that name, which lies in the file as it is. */
  private ZipArchiveEntry entry(ZipFile zip, String name) throws IOException {
    List<ZipArchiveEntry> found = new ArrayList<>();
    zip.getEntries(name).forEach(found::add);
    if (found.size() != 1) {
      throw new IOException(found.size() + " entries " + name);
    }
    ZipArchiveEntry entry = found.get(0);
    // Reads the local header, behind which the data begin.
    try (InputStream data = zip.getRawInputStream(entry)) {
      Objects.requireNonNull(data);
    }
    long begin = entry.getDataOffset();
    if (entry.getMethod() != ZipEntry.STORED
        || entry.getGeneralPurposeBit().usesEncryption()
        || entry.getSize() != entry.getCompressedSize()) {
      throw new IOException("a compressed or encrypted entry " + name);
    }
    if (begin < 0 || entry.getSize() < 0 || entry.getSize() > channel.size() - begin) {
      throw new IOException("an entry beyond the end of the file, " + name);
    }
    return entry;
  }
}
