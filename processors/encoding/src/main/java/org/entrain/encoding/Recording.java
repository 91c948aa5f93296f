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
 * What a worker fits of a participant's recording, complete and mapped from its file: float32
 * little-endian, rows × voxels. Voxels are counted from the first of them. Safe for several
 * threads.
 */
final class Recording implements VoxelSource {

  private final String participant;
  private final String hash;
  private final String stimulus;
  private final int rows;
  private final VoxelRange range;
  private final int drifts;
  private final FloatBuffer values;

  private Recording(
      String participant,
      String hash,
      String stimulus,
      int rows,
      VoxelRange range,
      int drifts,
      FloatBuffer values) {
    this.participant = participant;
    this.hash = hash;
    this.stimulus = stimulus;
    this.rows = rows;
    this.range = range;
    this.drifts = drifts;
    this.values = values;
  }

  /**
   * Maps a complete file.
   *
   * @param volume any event of the recording
   * @param range the file's voxels
   */
  static Recording map(Path file, Volume volume, VoxelRange range) throws IOException {
    int rows = volume.getRows();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      FloatBuffer values =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, (long) rows * range.count() * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      return new Recording(
          volume.getParticipant(),
          volume.getRecording(),
          volume.getStimulus(),
          rows,
          range,
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

  /** Which of the recording's voxels it has. */
  VoxelRange range() {
    return range;
  }

  @Override
  public int voxels() {
    return range.count();
  }

  @Override
  public int firstVoxel() {
    return range.first();
  }

  @Override
  public int drifts() {
    return drifts;
  }

  @Override
  public void read(int firstVoxel, int count, float[] target) {
    for (int row = 0; row < rows; row++) {
      values.get(row * range.count() + firstVoxel, target, row * count, count);
    }
  }
}
