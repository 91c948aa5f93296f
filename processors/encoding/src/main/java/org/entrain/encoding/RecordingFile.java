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
 * The file of one recording's voxels, or of a share of them, while its blocks arrive, in any order
 * and any number of times. A marker beside it, moved into place when the last value is on disk,
 * says that the file is complete.
 */
final class RecordingFile implements AutoCloseable {

  private static final int MOST_ROWS = 1 << 20;

  private final Path file;
  private final int rows;
  private final VoxelRange range;
  private final FileChannel channel;
  private final BitSet present;
  private int missing;

  /**
   * Starts an empty file.
   *
   * @param range voxels of the file
   * @throws IllegalArgumentException when it would be larger than a mapping can be, 2 GiB
   */
  RecordingFile(Path file, int rows, VoxelRange range) throws IOException {
    requireShape(rows, range);
    this.file = file;
    this.rows = rows;
    this.range = range;
    Files.deleteIfExists(marker(file));
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    missing = rows * range.count();
    present = new BitSet(missing);
  }

  /** Whether an earlier run of this worker has completed the file. */
  static boolean complete(Path file, int rows, VoxelRange range) throws IOException {
    requireShape(rows, range);
    Path marker = marker(file);
    return Files.exists(marker)
        && Files.readString(marker).equals(shape(rows, range))
        && Files.exists(file)
        && Files.size(file) == (long) rows * range.count() * Float.BYTES;
  }

  /**
   * Writes what the file has of a block of one row and returns whether it is now complete.
   *
   * @param firstVoxel first voxel of the block in the recording
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
        || firstVoxel > range.total() - count) {
      throw new IllegalArgumentException(
          "row %d, %d bytes from voxel %d on, outside %d rows × %d voxels"
              .formatted(row, values.remaining(), firstVoxel, rows, range.total()));
    }
    VoxelRange own = range.within(firstVoxel, count);
    if (own.isEmpty()) {
      return missing == 0; // another share's: it has no place in this file
    }
    int from = row * range.count() + own.first() - range.first();
    int fresh = own.count() - present.get(from, from + own.count()).cardinality();
    if (fresh > 0) {
      int skipped = (own.first() - firstVoxel) * Float.BYTES;
      ByteBuffer rest = values.slice(values.position() + skipped, own.count() * Float.BYTES);
      long at = (long) from * Float.BYTES;
      while (rest.hasRemaining()) {
        at += channel.write(rest, at);
      }
      present.set(from, from + own.count());
      missing -= fresh;
    }
    return missing == 0;
  }

  /** Marks the file as complete, so that the mark never stands beside half a file. */
  void seal() throws IOException {
    channel.force(true);
    close();
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.writeString(draft, shape(rows, range), StandardCharsets.UTF_8);
    Files.move(draft, marker(file), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Checks a shape before anything is allocated for it.
   *
   * @throws IllegalArgumentException when there is no voxel, or what is kept of the recording is
   *     larger than a mapping can be, 2 GiB, or longer than days of scanning
   */
  static void requireShape(int rows, VoxelRange range) {
    if (range.total() < 1) {
      throw new IllegalArgumentException(
          "a recording of %d voxels, not 1 or more".formatted(range.total()));
    }
    if (rows < 1
        || rows > MOST_ROWS
        || (long) rows * range.count() > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          "a recording of %d rows × %d voxels, not 1 to 2^29 values in 1 to 2^20 rows"
              .formatted(rows, range.count()));
    }
  }

  private static Path marker(Path file) {
    return file.resolveSibling(file.getFileName() + ".complete");
  }

  private static String shape(int rows, VoxelRange range) {
    return rows + " x " + range.count();
  }
}
