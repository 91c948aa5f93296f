package org.entrain.formats.nifti;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Unreadable;

/**
 * A NIfTI image in a single file, plain or compressed by gzip (told by its first bytes): one volume
 * or a series of them. The file is read from the beginning each time voxels are asked for, through
 * a small buffer, so that no volume is ever in memory as a whole. Immutable; safe for concurrent
 * reading.
 */
public final class NiftiImage {

  /** Deflate cannot do better, so that a small file which announces more is damaged or a bomb. */
  private static final int MOST_COMPRESSION = 1032;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final String COPY =
      "The file is damaged or was copied incompletely: copy or save it again.";

  private final Path path;
  private final NiftiHeader header;

  private NiftiImage(Path path, NiftiHeader header) {
    this.path = path;
    this.header = header;
  }

  /** Takes the values of one volume after the other. */
  @FunctionalInterface
  public interface VolumeVisitor {
    /**
     * @param volume its index, from 0
     * @param values of the voxels that were asked for, in their order; overwritten by the next
     */
    void volume(int volume, double[] values);
  }

  /** Takes one voxel. */
  interface VoxelVisitor {
    void voxel(int position, double value);
  }

  /**
   * Reads a header and checks it against the size of the file.
   *
   * @throws InvalidInputException if the file is missing, damaged, or of a kind that is not read
   */
  public static NiftiImage open(Path path) {
    String file = path.toString();
    if (!Files.isRegularFile(path)) {
      throw new InvalidInputException(
          file, "file", "a NIfTI image (.nii, .nii.gz)", "no file", "Check the path.");
    }
    try (InputStream in = stream(path)) {
      byte[] start = read(in, file, NiftiHeader.START, 0);
      int bytes = NiftiHeader.bytes(file, ByteBuffer.wrap(start));
      ByteBuffer all = ByteBuffer.allocate(bytes).put(start);
      all.put(read(in, file, bytes - NiftiHeader.START, NiftiHeader.START)).flip();
      NiftiImage image = new NiftiImage(path, NiftiHeader.parse(file, all));
      image.checkSize();
      return image;
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }

  /** Path of the file, as it was given. */
  public String file() {
    return path.toString();
  }

  public VoxelGrid grid() {
    return header.grid();
  }

  /** Number of volumes; 1 for an image of three axes. */
  public int volumes() {
    return header.volumes();
  }

  /** Whether the image has a fourth axis. */
  public boolean series() {
    return header.series();
  }

  /** Time between volumes in seconds, where the header states it with its unit. */
  public OptionalDouble repetitionTime() {
    return series() ? header.interval() : OptionalDouble.empty();
  }

  /**
   * Reads some voxels of all volumes, volume after volume.
   *
   * @throws InvalidInputException if the image has another shape than the voxels' grid or is
   *     damaged
   */
  public void read(VoxelSpace voxels, VolumeVisitor visitor) {
    if (!voxels.grid().shape().equals(grid().shape())) {
      throw new InvalidInputException(
          file(),
          "dim",
          "a volume of %s, as the mask has".formatted(voxels.grid()),
          grid().toString(),
          "Give image and mask in one space.");
    }
    int[] columns = voxels.inFileOrder();
    double[] values = new double[voxels.size()];
    try (Voxels in = new Voxels()) {
      for (int volume = 0; volume < volumes(); volume++) {
        int start = 0;
        for (int column : columns) {
          int position = voxels.position(column);
          in.skip(position - start);
          values[column] = in.next();
          start = position + 1;
        }
        in.skip(grid().voxels() - start);
        visitor.volume(volume, values);
      }
      in.end();
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }

  /** Reads every voxel of the first volume, in the order of the file. */
  void readFirst(VoxelVisitor visitor) {
    try (Voxels in = new Voxels()) {
      for (int position = 0; position < grid().voxels(); position++) {
        visitor.voxel(position, in.next());
      }
      in.end();
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }

  /** The voxels of the file, one after the other. */
  private final class Voxels implements AutoCloseable {

    private final InputStream in = stream(path);
    private final int bytes = header.type().bytes();
    private final byte[] piece = new byte[BUFFER_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(piece).order(header.order()).limit(0);
    private long left = header.volumeBytes() * volumes();

    Voxels() throws IOException {
      try {
        in.skipNBytes(header.offset());
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    double next() throws IOException {
      if (!buffer.hasRemaining()) {
        fill();
      }
      int at = buffer.position();
      buffer.position(at + bytes);
      return header.value(header.type().number(buffer, at));
    }

    void skip(long voxels) throws IOException {
      long rest = voxels * bytes;
      int buffered = (int) Math.min(rest, buffer.remaining());
      buffer.position(buffer.position() + buffered);
      rest -= buffered;
      in.skipNBytes(rest);
      left -= rest;
    }

    /** Asks for the byte after the last voxel, for which gzip checks its sum. */
    void end() throws IOException {
      in.readNBytes(1);
    }

    private void fill() throws IOException {
      int count = (int) Math.min(left, BUFFER_BYTES);
      if (in.readNBytes(piece, 0, count) < count) {
        throw new EOFException();
      }
      left -= count;
      buffer.clear().limit(count);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private void checkSize() throws IOException {
    long found = Files.size(path);
    // A header of int64 lengths can announce more bytes than a long holds.
    double expected = header.offset() + (double) header.volumeBytes() * volumes();
    double most = compressed(path) ? (double) found * MOST_COMPRESSION : found;
    if (expected > most) {
      throw new InvalidInputException(
          file(),
          "voxels",
          "%,.0f bytes for %s × %d".formatted(expected, grid(), volumes()),
          compressed(path)
              ? "%,d compressed bytes, which cannot hold them".formatted(found)
              : "%,d bytes".formatted(found),
          COPY);
    }
  }

  private static boolean compressed(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(2);
      return start.length == 2 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b;
    }
  }

  private static InputStream stream(Path path) throws IOException {
    InputStream in = Files.newInputStream(path);
    try {
      return compressed(path)
          ? new GZIPInputStream(in, BUFFER_BYTES)
          : new BufferedInputStream(in, BUFFER_BYTES);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static byte[] read(InputStream in, String file, int count, int before)
      throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new InvalidInputException(
          file, "header", (before + count) + " bytes", (before + bytes.length) + " bytes", COPY);
    }
    return bytes;
  }

  private static InvalidInputException refusal(Path path, IOException cause) {
    if (cause instanceof EOFException || cause instanceof ZipException) {
      String found = cause instanceof EOFException ? "the end of the file" : cause.getMessage();
      return new InvalidInputException(
          path.toString(), "data", "all that the header announces", found + "", COPY, cause);
    }
    return Unreadable.refusal(path, "a NIfTI image", cause);
  }
}
