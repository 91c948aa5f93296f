package org.entrain.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code chunked-gzip.h5} and {@code chunked-lzf.h5} were written by h5py 3.16 for this test: the
 * numbers 0 to 59 in 12 rows, in chunks that divide neither axis evenly.
 */
class Hdf5MatrixTest {

  @TempDir Path folder;

  @Test
  void read_everyType_givesItsNumbers() {
    List<Object> arrays =
        List.of(
            new float[][] {{1, -2}, {3, 4}},
            new double[][] {{1, -2}, {3, 4}},
            new byte[][] {{1, -2}, {3, 4}},
            new short[][] {{1, -2}, {3, 4}},
            new int[][] {{1, -2}, {3, 4}},
            new long[][] {{1, -2}, {3, 4}});
    for (Object array : arrays) {
      Hdf5Matrix matrix = Hdf5Matrix.open(write(Map.of("data", array)), null);

      assertThat(matrix.rows()).isEqualTo(2);
      assertThat(matrix.columns()).isEqualTo(2);
      assertThat(all(matrix)).containsExactly(new double[] {1, -2}, new double[] {3, 4});
    }
  }

  @Test
  void read_moreThanABlock_givesEveryRowInOrder() {
    float[][] values = new float[3000][2000];
    for (int r = 0; r < values.length; r++) {
      values[r][1999] = r;
    }
    Hdf5Matrix matrix = Hdf5Matrix.open(write(Map.of("data", values)), null);
    List<Double> last = new ArrayList<>();

    matrix.read(
        (row, found) -> {
          assertThat(row).isEqualTo(last.size());
          last.add(found[1999]);
        });

    assertThat(last).hasSize(3000).isSorted().endsWith(2999.0);
  }

  @Test
  void read_chunkedAndCompressed_givesTheSame() throws IOException {
    for (String name : new String[] {"chunked-gzip.h5", "chunked-lzf.h5"}) {
      List<double[]> rows = all(Hdf5Matrix.open(resource(name), null));

      assertThat(rows).hasSize(12);
      for (int r = 0; r < 12; r++) {
        assertThat(rows.get(r)).containsExactly(5 * r, 5 * r + 1, 5 * r + 2, 5 * r + 3, 5 * r + 4);
      }
    }
  }

  @Test
  void open_named_isThatOne() throws IOException {
    Path file = write(Map.of("a", new float[][] {{1}}, "b", new float[][] {{2}, {3}}));

    assertThat(Hdf5Matrix.open(file, "/b").rows()).isEqualTo(2);
    assertThat(Hdf5Matrix.open(file, "b").rows()).isEqualTo(2);
    assertThat(Hdf5Matrix.open(resource("chunked-gzip.h5"), "/story/data").rows()).isEqualTo(12);
  }

  @Test
  void open_unclearOrImpossible_isRefusedWithWhatIsThere() throws IOException {
    Path two = write(Map.of("a", new float[][] {{1}}, "b", new float[][] {{2}, {3}}));
    refused(two, null, "/a float [1, 1]", "/b float [2, 1]", "Name one of them: x.h5:/");
    refused(two, "/c", "none there");
    refused(write(Map.of("a", new float[] {1})), null, "/a float [1]");
    refused(write(Map.of("a", new float[] {1})), "/a", "/a float [1]");
    refused(resource("chunked-gzip.h5"), "/story", "a group");
    refused(folder.resolve("none.h5"), null, "no file");
    refused(Files.writeString(folder.resolve("t.h5"), "text"), null, "a readable HDF5 file");
  }

  @Test
  void fileTruncatedAnywhere_isRefusedOrComplete() throws IOException {
    byte[] whole = Files.readAllBytes(resource("chunked-gzip.h5"));
    for (int length = 0; length < whole.length; length += 7) {
      readOrRefused(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void fileDamagedAnywhere_isRefusedOrRead() throws IOException {
    Random random = new Random(7);
    for (String name : new String[] {"chunked-gzip.h5", "chunked-lzf.h5"}) {
      byte[] whole = Files.readAllBytes(resource(name));
      for (int round = 0; round < 300; round++) {
        byte[] bytes = whole.clone();
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        readOrRefused(bytes);
      }
    }
  }

  /** Any other exception fails the test. */
  private void readOrRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("damaged.h5"), bytes);
    List<double[]> rows;
    try {
      rows = all(Hdf5Matrix.open(file, null));
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageStartingWith(file.toString());
      return;
    }
    assertThat(rows).hasSizeLessThan(bytes.length * 1032);
  }

  private static void refused(Path file, @Nullable String dataset, String... parts) {
    assertThatThrownBy(() -> Hdf5Matrix.open(file, dataset))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  private Path write(Map<String, Object> datasets) {
    return Hdf5Files.write(folder.resolve("x.h5"), datasets);
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private static List<double[]> all(Hdf5Matrix matrix) {
    List<double[]> rows = new ArrayList<>();
    matrix.read((row, values) -> rows.add(values.clone()));
    return rows;
  }
}
