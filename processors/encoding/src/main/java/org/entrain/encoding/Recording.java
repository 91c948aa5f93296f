package org.entrain.encoding;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.entrain.math.VoxelSource;
import org.entrain.schemas.avro.Volume;

/**
 * A participant's complete recording, mapped from its file: float32 little-endian, rows × voxels.
 * Safe for several threads.
 */
final class Recording implements VoxelSource {

  private final String participant;
  private final String hash;
  private final String stimulus;
  private final int rows;
  private final int voxels;
  private final int drifts;
  private final FloatBuffer values;

  private Recording(
      String participant,
      String hash,
      String stimulus,
      int rows,
      int voxels,
      int drifts,
      FloatBuffer values) {
    this.participant = participant;
    this.hash = hash;
    this.stimulus = stimulus;
    this.rows = rows;
    this.voxels = voxels;
    this.drifts = drifts;
    this.values = values;
  }

  /**
   * Maps a complete file.
   *
   * @param volume any event of the recording
   */
  static Recording map(Path file, Volume volume) throws IOException {
    int rows = volume.getRows();
    int voxels = volume.getVoxels();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      FloatBuffer values =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, (long) rows * voxels * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      return new Recording(
          volume.getParticipant(),
          volume.getRecording(),
          volume.getStimulus(),
          rows,
          voxels,
          volume.getDrifts(),
          values);
    }
  }

  String participant() {
    return participant;
  }

  /** Content hash, as announced. */
  String hash() {
    return hash;
  }

  /** What makes scores differ: its content, and what was subtracted from it where anything was. */
  String identity() {
    return drifts == 0 ? hash : hash + "-drifts" + drifts;
  }

  /** Identity of the stimulus it was recorded with. */
  String stimulus() {
    return stimulus;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int voxels() {
    return voxels;
  }

  @Override
  public int drifts() {
    return drifts;
  }

  @Override
  public void read(int firstVoxel, int count, float[] target) {
    for (int row = 0; row < rows; row++) {
      values.get(row * voxels + firstVoxel, target, row * count, count);
    }
  }
}
