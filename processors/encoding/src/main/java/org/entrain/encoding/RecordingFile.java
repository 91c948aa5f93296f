package org.entrain.encoding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * The file of one recording while its blocks arrive, in any order and any number of times. A marker
 * beside it, moved into place when the last value is on disk, says that the file is complete.
 */
final class RecordingFile implements AutoCloseable {

  private static final int MOST_ROWS = 1 << 20;

  private final Path file;
  private final int rows;
  private final int voxels;
  private final FileChannel channel;
  private final BitSet present;
  private int missing;

  /**
   * Starts an empty file.
   *
   * @throws IllegalArgumentException when the recording is larger than a mapping can be, 2 GiB
   */
  RecordingFile(Path file, int rows, int voxels) throws IOException {
    requireShape(rows, voxels);
    this.file = file;
    this.rows = rows;
    this.voxels = voxels;
    Files.deleteIfExists(marker(file));
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    missing = rows * voxels;
    present = new BitSet(missing);
  }

  /** Whether an earlier run of this worker has completed the file. */
  static boolean complete(Path file, int rows, int voxels) throws IOException {
    requireShape(rows, voxels);
    Path marker = marker(file);
    return Files.exists(marker)
        && Files.readString(marker).equals(shape(rows, voxels))
        && Files.exists(file)
        && Files.size(file) == (long) rows * voxels * Float.BYTES;
  }

  /**
   * Writes a block of one row and returns whether the recording is now complete.
   *
   * @param values float32 little-endian
   * @throws IllegalArgumentException when the block lies outside the recording
   */
  boolean write(int row, int firstVoxel, ByteBuffer values) throws IOException {
    int count = values.remaining() / Float.BYTES;
    if (values.remaining() % Float.BYTES != 0
        || count == 0
        || row < 0
        || row >= rows
        || firstVoxel < 0
        || firstVoxel > voxels - count) {
      throw new IllegalArgumentException(
          "row %d, %d bytes from voxel %d on, outside %d rows × %d voxels"
              .formatted(row, values.remaining(), firstVoxel, rows, voxels));
    }
    int from = row * voxels + firstVoxel;
    int fresh = count - present.get(from, from + count).cardinality();
    if (fresh > 0) {
      ByteBuffer rest = values.duplicate();
      long at = (long) from * Float.BYTES;
      while (rest.hasRemaining()) {
        at += channel.write(rest, at);
      }
      present.set(from, from + count);
      missing -= fresh;
    }
    return missing == 0;
  }

  /** Marks the file as complete, so that the mark never stands beside half a file. */
  void seal() throws IOException {
    channel.force(true);
    close();
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.writeString(draft, shape(rows, voxels), StandardCharsets.UTF_8);
    Files.move(draft, marker(file), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Checks a shape before anything is allocated for it.
   *
   * @throws IllegalArgumentException when the recording is larger than a mapping can be, 2 GiB, or
   *     longer than days of scanning
   */
  static void requireShape(int rows, int voxels) {
    if (rows < 1
        || rows > MOST_ROWS
        || voxels < 1
        || (long) rows * voxels > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          "a recording of %d rows × %d voxels, not 1 to 2^29 values in 1 to 2^20 rows"
              .formatted(rows, voxels));
    }
  }

  private static Path marker(Path file) {
    return file.resolveSibling(file.getFileName() + ".complete");
  }

  private static String shape(int rows, int voxels) {
    return rows + " x " + voxels;
  }
}
