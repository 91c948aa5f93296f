package org.entrain.bench;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.VoxelSource;

/**
 * A recording behind a mapped file of little-endian float32 values, rows × voxels, of at most 2
 * GiB.
 */
record MappedRecording(int rows, int voxels, FloatBuffer values) implements VoxelSource {

  static MappedRecording open(Path file, int rows, int voxels) throws IOException {
    return new MappedRecording(rows, voxels, map(file, (long) rows * voxels));
  }

  /** A file of the same kind, read into memory. */
  static FMatrixRMaj read(Path file, int rows, int columns) throws IOException {
    FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
    map(file, (long) rows * columns).get(matrix.data);
    return matrix;
  }

  @Override
  public void read(int firstVoxel, int count, float[] target) {
    for (int row = 0; row < rows; row++) {
      values.get(row * voxels + firstVoxel, target, row * count, count);
    }
  }

  private static FloatBuffer map(Path file, long count) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long bytes = count * Float.BYTES;
      if (channel.size() != bytes || bytes > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "%s: expected %d bytes, at most 2 GiB, found %d"
                .formatted(file, bytes, channel.size()));
      }
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer();
    }
  }
}
