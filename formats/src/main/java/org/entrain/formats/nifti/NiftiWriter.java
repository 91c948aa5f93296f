package org.entrain.formats.nifti;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.entrain.formats.nifti.VoxelGrid.Orientation;

/**
 * Writes float32 volumes as a NIfTI-1 image on a given grid, little-endian, in one file; compressed
 * where its name ends in {@code .gz}. Volumes are written one after the other, so that one is in
 * memory at a time. For one thread.
 */
public final class NiftiWriter implements Closeable {

  private static final int HEADER_BYTES = 348;
  private static final int FIRST_VOXEL = 352;
  private static final int SECONDS = 8;
  private static final int DESCRIPTION_BYTES = 80;
  private static final int PIECE_FLOATS = 1 << 14;

  private final OutputStream out;
  private final VoxelGrid grid;
  private final int volumes;
  private final ByteBuffer piece =
      ByteBuffer.allocate(PIECE_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private int written;

  private NiftiWriter(Path file, VoxelGrid grid, int volumes, ByteBuffer header)
      throws IOException {
    this.grid = grid;
    this.volumes = volumes;
    OutputStream plain = Files.newOutputStream(file);
    try {
      boolean compressed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
      out =
          compressed
              ? new GZIPOutputStream(plain, PIECE_FLOATS)
              : new BufferedOutputStream(plain, PIECE_FLOATS);
      out.write(header.array());
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /**
   * Makes the file of one volume (three axes), or begins it anew.
   *
   * @param description at most 79 ASCII characters, shown by programs that show headers
   * @throws IllegalArgumentException if an axis is longer than NIfTI-1 can say
   */
  public static NiftiWriter volume(Path file, VoxelGrid grid, String description)
      throws IOException {
    return new NiftiWriter(file, grid, 1, header(grid, 0, 0, description));
  }

  /**
   * Makes the file of a series of volumes (four axes), or begins it anew.
   *
   * @param volumes how many there will be
   * @param interval seconds between them; 0 where the fourth axis is not time
   * @param description at most 79 ASCII characters, shown by programs that show headers
   * @throws IllegalArgumentException if an axis is longer than NIfTI-1 can say
   */
  public static NiftiWriter series(
      Path file, VoxelGrid grid, int volumes, double interval, String description)
      throws IOException {
    return new NiftiWriter(file, grid, volumes, header(grid, volumes, interval, description));
  }

  /**
   * Writes the next volume.
   *
   * @param values shape [nx · ny · nz], x fastest, as {@link VoxelSpace#volume} gives it
   */
  public void write(float[] values) throws IOException {
    if (values.length != grid.voxels() || written == volumes) {
      throw new IllegalArgumentException(
          "volume %d of %d with %d voxels for %s"
              .formatted(written + 1, volumes, values.length, grid));
    }
    for (int from = 0; from < values.length; from += PIECE_FLOATS) {
      int count = Math.min(PIECE_FLOATS, values.length - from);
      piece.clear();
      piece.asFloatBuffer().put(values, from, count);
      out.write(piece.array(), 0, count * Float.BYTES);
    }
    written++;
  }

  /**
   * Ends the file.
   *
   * @throws IllegalStateException if volumes are missing
   */
  public void finish() throws IOException {
    if (written != volumes) {
      throw new IllegalStateException("volumes written: %d of %d".formatted(written, volumes));
    }
    out.close();
  }

  /** Gives up what is not finished. */
  @Override
  public void close() throws IOException {
    out.close();
  }

  /**
   * @param volumes 0 for three axes
   */
  private static ByteBuffer header(
      VoxelGrid grid, int volumes, double interval, String description) {
    ByteBuffer header = ByteBuffer.allocate(FIRST_VOXEL).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, HEADER_BYTES);
    int axes = volumes == 0 ? 3 : 4;
    header.putShort(40, (short) axes);
    for (int axis = 1; axis <= 7; axis++) {
      int length = axis <= 3 ? grid.shape().get(axis - 1) : axis == 4 ? Math.max(1, volumes) : 1;
      if (length > Short.MAX_VALUE) {
        throw new IllegalArgumentException(
            "axis %d is longer than %d: %d".formatted(axis, Short.MAX_VALUE, length));
      }
      header.putShort(40 + axis * Short.BYTES, (short) length);
    }
    header.putShort(70, (short) NiftiType.FLOAT32.code());
    header.putShort(72, (short) Float.SIZE);
    put(header, 76, grid.pixdim());
    header.putFloat(92, (float) interval);
    header.putFloat(108, FIRST_VOXEL);
    header.putFloat(112, 1);
    header.put(123, (byte) (grid.units() | (interval > 0 ? SECONDS : 0)));
    byte[] text = description.getBytes(StandardCharsets.US_ASCII);
    header.put(148, Arrays.copyOf(text, Math.min(text.length, DESCRIPTION_BYTES - 1)));
    Orientation orientation = grid.orientation();
    header.putShort(252, (short) orientation.qformCode());
    header.putShort(254, (short) orientation.sformCode());
    put(header, 256, orientation.quaternion());
    put(header, 280, orientation.rows());
    header.put(344, "n+1".getBytes(StandardCharsets.US_ASCII));
    return header;
  }

  private static void put(ByteBuffer header, int at, double[] values) {
    for (int i = 0; i < values.length; i++) {
      header.putFloat(at + i * Float.BYTES, (float) values[i]);
    }
  }
}
