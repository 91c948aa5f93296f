package org.entrain.models.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.FileFaults;
import org.entrain.models.weights.FileStamp;
import org.entrain.models.weights.Reads;
import org.entrain.models.weights.TensorEntry;

/** A safetensors file: 8 bytes header length (little-endian), a JSON header, then the data. */
public final class SafetensorsFile {

  private static final int LENGTH_BYTES = 8;

  /** Room for 30,000 tensors (an 80-layer model has 100 KB), since it is parsed as a whole. */
  private static final long MAX_HEADER_BYTES = 4L << 20;

  private SafetensorsFile() {}

  /**
   * Reads and checks the header; returns all tensors by name.
   *
   * @throws InvalidInputException if the file is missing or its header does not fit it
   */
  public static SortedMap<String, TensorEntry> read(Path path) {
    FileStamp stamp = FileStamp.of(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      long length = size < LENGTH_BYTES ? -1 : read(channel, 0, LENGTH_BYTES).getLong(0);
      if (length < 2 || length > MAX_HEADER_BYTES || length > size - LENGTH_BYTES) {
        throw new InvalidInputException(
            path.toString(),
            "header length",
            "2 to " + Math.min(MAX_HEADER_BYTES, Math.max(0, size - LENGTH_BYTES)) + " bytes",
            length < 0 ? "a file of " + size + " bytes" : length + " bytes",
            FileFaults.DOWNLOAD_AGAIN);
      }
      byte[] json = read(channel, LENGTH_BYTES, (int) length).array();
      return new SafetensorsHeader(stamp, LENGTH_BYTES + length, size).parse(json);
    } catch (IOException e) {
      throw FileFaults.of(path, e);
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Reads.fully(channel, position, buffer);
    return buffer.flip();
  }
}
