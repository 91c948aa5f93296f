package org.entrain.formats.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Unreadable;
import org.jspecify.annotations.Nullable;

/**
 * A numeric dataset of two axes in an HDF5 file: rows × columns of float32, float64 or integers.
 * The file is opened each time it is read, and blocks of rows are in memory. Immutable; safe for
 * concurrent reading.
 */
public final class Hdf5Matrix {

  /** Types in which the library gives numbers; it widens unsigned integers. */
  private static final Set<Class<?>> NUMBERS =
      Set.of(float.class, double.class, byte.class, short.class, int.class, long.class);

  /** Deflate cannot do better, so that a small file which announces more is damaged or a bomb. */
  private static final int MOST_COMPRESSION = 1032;

  private static final long BLOCK_BYTES = 1 << 24;

  /** Groups in groups; a file made to have no end has more. */
  private static final int MOST_DEPTH = 16;

  private static final int MOST_DATASETS = 10_000;

  private final Path path;
  private final String dataset;
  private final int rows;
  private final int columns;

  private Hdf5Matrix(Path path, String dataset, int rows, int columns) {
    this.path = path;
    this.dataset = dataset;
    this.rows = rows;
    this.columns = columns;
  }

  /** Takes one row after the other. */
  @FunctionalInterface
  public interface RowVisitor {
    /**
     * @param row its index, from 0
     * @param values shape [columns]; overwritten by the next
     */
    void row(int row, double[] values);
  }

  /** Work on an open file. */
  private interface Work<T> {
    T on(HdfFile file);
  }

  /**
   * Finds the dataset and checks its shape against the size of the file.
   *
   * @param dataset its path in the file; null for the only numeric one of two axes
   * @throws InvalidInputException if the file is missing or damaged, or it is not clear or not
   *     possible which dataset to read
   */
  public static Hdf5Matrix open(Path path, @Nullable String dataset) {
    if (!Files.isRegularFile(path)) {
      throw new InvalidInputException(
          path.toString(), "file", "an HDF5 file", "no file", "Check the path.");
    }
    return with(
        path,
        file -> {
          Dataset found = dataset == null ? only(path, file) : named(path, file, dataset);
          int[] shape = found.getDimensions();
          checkSize(path, found, file.size());
          return new Hdf5Matrix(path, found.getPath(), shape[0], shape[1]);
        });
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /**
   * Reads all rows in their order.
   *
   * @throws InvalidInputException if the file is damaged
   */
  public void read(RowVisitor visitor) {
    with(
        path,
        file -> {
          Dataset found = named(path, file, dataset);
          int block = blockRows(found);
          double[] row = new double[columns];
          for (int first = 0; first < rows; first += block) {
            int count = Math.min(block, rows - first);
            Object values = found.getData(new long[] {first, 0}, new int[] {count, columns});
            for (int r = 0; r < count; r++) {
              copy(values, r, row);
              visitor.row(first + r, row);
            }
          }
          return found;
        });
  }

  /** Rows of a block: whole chunks where they are small enough, so that each is unpacked once. */
  private int blockRows(Dataset found) {
    long fit = Math.max(1, BLOCK_BYTES / Double.BYTES / Math.max(1, columns));
    int fitting = (int) Math.min(fit, rows);
    if (found instanceof ChunkedDataset chunked) {
      int chunk = chunked.getChunkDimensions()[0];
      return chunk < fitting ? fitting / chunk * chunk : fitting;
    }
    return fitting;
  }

  private static void copy(Object values, int row, double[] into) {
    for (int c = 0; c < into.length; c++) {
      into[c] = number(values, row, c);
    }
  }

  private static double number(Object values, int row, int column) {
    if (values instanceof float[][] floats) {
      return floats[row][column];
    }
    if (values instanceof double[][] doubles) {
      return doubles[row][column];
    }
    if (values instanceof byte[][] bytes) {
      return bytes[row][column];
    }
    if (values instanceof short[][] shorts) {
      return shorts[row][column];
    }
    if (values instanceof int[][] ints) {
      return ints[row][column];
    }
    return ((long[][]) values)[row][column];
  }

  private static Dataset named(Path path, HdfFile file, String dataset) {
    @Nullable Node node = file;
    for (String part : dataset.split("/")) {
      if (!part.isEmpty()) {
        node = node instanceof Group group ? group.getChildren().get(part) : null;
      }
    }
    if (node instanceof Dataset found && isMatrix(found)) {
      return found;
    }
    throw new InvalidInputException(
        path + ":" + dataset,
        "dataset",
        "numbers (float32, float64, integers) in two axes, volumes × voxels",
        node instanceof Dataset found ? described(found) : node == null ? "none there" : "a group",
        "Name another dataset.");
  }

  private static Dataset only(Path path, HdfFile file) {
    List<Dataset> all = new ArrayList<>();
    collect(path, file, all, 0);
    List<Dataset> matrices = all.stream().filter(Hdf5Matrix::isMatrix).toList();
    if (matrices.size() == 1) {
      return matrices.get(0);
    }
    List<String> told =
        (matrices.isEmpty() ? all : matrices).stream().limit(8).map(Hdf5Matrix::described).toList();
    throw new InvalidInputException(
        path.toString(),
        "datasets",
        "one of numbers in two axes, volumes × voxels",
        told.isEmpty() ? "no dataset" : String.join(", ", told),
        matrices.isEmpty()
            ? "Save the recording as one array of volumes × voxels."
            : "Name one of them: %s:%s".formatted(path.getFileName(), matrices.get(0).getPath()));
  }

  private static void collect(Path path, Group group, List<Dataset> all, int depth) {
    if (depth > MOST_DEPTH || all.size() > MOST_DATASETS) {
      throw new InvalidInputException(
          path.toString(),
          "datasets",
          "at most %d groups deep and %,d datasets".formatted(MOST_DEPTH, MOST_DATASETS),
          "more",
          "Name the dataset: %s:/path/in/the/file".formatted(path.getFileName()));
    }
    for (Node node : group) {
      // What a link leads to is met at its own place, or lies in another file.
      if (!node.isLink() && node instanceof Dataset dataset) {
        all.add(dataset);
      } else if (!node.isLink() && node instanceof Group inner) {
        collect(path, inner, all, depth + 1);
      }
    }
  }

  private static boolean isMatrix(Dataset dataset) {
    return dataset.getDimensions().length == 2
        && !dataset.isCompound()
        && !dataset.isVariableLength()
        && NUMBERS.contains(dataset.getJavaType());
  }

  private static String described(Dataset dataset) {
    return "%s %s %s"
        .formatted(
            dataset.getPath(),
            dataset.getJavaType().getSimpleName(),
            Arrays.toString(dataset.getDimensions()));
  }

  private static void checkSize(Path path, Dataset dataset, long bytes) {
    if (dataset.getSizeInBytes() / MOST_COMPRESSION > bytes) {
      throw new InvalidInputException(
          path.toString(),
          dataset.getPath(),
          "%,d bytes for %s".formatted(dataset.getSizeInBytes(), described(dataset)),
          "a file of %,d bytes, which cannot hold them".formatted(bytes),
          "The file is damaged or was copied incompletely: copy or save it again.");
    }
  }

  /** The library tells damage by many kinds of exceptions; faults that are ours pass through. */
  private static <T> T with(Path path, Work<T> work) {
    try (HdfFile file = file(path)) {
      return work.on(file);
    } catch (IOException e) {
      throw Unreadable.refusal(path, "an HDF5 file", e);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          path.toString(),
          "file",
          "a readable HDF5 file",
          innermost(e),
          "Check the file and the path in it, or copy or save it again.",
          e);
    }
  }

  /**
   * Over a map the library takes slices, and a damaged length lies outside; from a channel it would
   * allocate what the length says.
   */
  private static HdfFile file(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.size() > Integer.MAX_VALUE
          ? new HdfFile(path)
          : HdfFile.fromByteBuffer(channel.map(MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  /** What the library met first; its outer messages only say where. */
  private static String innermost(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e.toString() : innermost(cause);
  }
}
