package org.entrain.formats.nifti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NiftiImageTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "2, 8, 200",
    "256, 8, -100",
    "4, 16, -30000",
    "512, 16, 60000",
    "8, 32, -2000000000",
    "768, 32, 4000000000",
    "1024, 64, -1099511627776",
    "16, 32, 0.5",
    "64, 64, 1e-300",
  })
  void values_everyTypeVersionAndByteOrder_readBack(int code, int bits, double value) {
    for (boolean two : new boolean[] {false, true}) {
      for (boolean big : new boolean[] {false, true}) {
        for (String name : new String[] {"i.nii", "i.nii.gz"}) {
          NiftiFiles image = NiftiFiles.image(1, 2, 1, 2).type(code, bits);
          image = two ? image.two() : image;
          image = big ? image.bigEndian() : image;

          Path file = image.write(folder.resolve(name), 1, value, 3, 4);

          assertThat(all(NiftiImage.open(file)))
              .containsExactly(new double[] {1, value}, new double[] {3, 4});
        }
      }
    }
  }

  @Test
  void values_withSlopeAndIntercept_areScaled() {
    Path file =
        NiftiFiles.image(2, 1, 1).type(4, 16).scaled(0.5, 10).write(folder.resolve("s.nii"), 3, -4);

    assertThat(all(NiftiImage.open(file))).containsExactly(new double[] {11.5, 8});
  }

  @Test
  void values_slopeZeroOrNoNumber_areAsStored() {
    for (double slope : new double[] {0, Double.NaN}) {
      Path file = NiftiFiles.image(2, 1, 1).scaled(slope, 7).write(folder.resolve("s.nii"), 3, -4);

      assertThat(all(NiftiImage.open(file))).containsExactly(new double[] {3, -4});
    }
  }

  @Test
  void values_afterAnExtensionAndWithFurtherAxesOfOne_areFound() {
    Path file =
        NiftiFiles.image(1, 1, 2, 2, 1).extension(32).write(folder.resolve("e.nii.gz"), 1, 2, 3, 4);

    assertThat(all(NiftiImage.open(file)))
        .containsExactly(new double[] {1, 2}, new double[] {3, 4});
  }

  @Test
  void read_someVoxelsOfManyBuffers_areThoseOfTheMask() {
    int nx = 40;
    int ny = 50;
    int nz = 30;
    int voxels = nx * ny * nz;
    double[] values = IntStream.range(0, 2 * voxels).mapToDouble(i -> i).toArray();
    int[] inside = new int[voxels];
    IntStream.of(0, 1, 77, voxels / 2, voxels - 1).forEach(i -> inside[i] = 1);
    VoxelSpace mask =
        VoxelSpace.ofMask(
            NiftiFiles.mask(folder.resolve("mask.nii.gz"), new int[] {nx, ny, nz}, inside));

    for (String name : new String[] {"i.nii", "i.nii.gz"}) {
      Path file = NiftiFiles.image(nx, ny, nz, 2).write(folder.resolve(name), values);
      List<double[]> read = new ArrayList<>();
      NiftiImage.open(file).read(mask, (volume, row) -> read.add(row.clone()));

      for (int volume = 0; volume < 2; volume++) {
        for (int voxel = 0; voxel < mask.size(); voxel++) {
          int[] at = mask.indices(voxel);
          assertThat(read.get(volume)[voxel])
              .isEqualTo(volume * voxels + at[0] + nx * (at[1] + ny * at[2]));
        }
      }
    }
  }

  @Test
  void read_maskOfAnotherShape_isRefused() {
    VoxelSpace mask =
        VoxelSpace.ofMask(NiftiFiles.mask(folder.resolve("m.nii"), new int[] {1, 2, 1}, 1, 1));
    NiftiImage image =
        NiftiImage.open(NiftiFiles.image(2, 1, 1).write(folder.resolve("i.nii"), 1, 2));

    assertThatThrownBy(() -> image.read(mask, (volume, values) -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 × 2 × 1")
        .hasMessageContaining("2 × 1 × 1");
  }

  @Test
  void repetitionTime_byUnit_isInSecondsOrUnknown() {
    assertThat(open(NiftiFiles.image(1, 1, 1, 2).every(2.5, 8)).repetitionTime()).hasValue(2.5);
    assertThat(open(NiftiFiles.image(1, 1, 1, 2).every(720, 16)).repetitionTime()).hasValue(0.72);
    assertThat(open(NiftiFiles.image(1, 1, 1, 2).every(1.5e6, 24).two()).repetitionTime())
        .hasValue(1.5);
    assertThat(open(NiftiFiles.image(1, 1, 1, 2).every(2, 0)).repetitionTime()).isEmpty();
    assertThat(open(NiftiFiles.image(1, 1, 1, 2).every(0, 8)).repetitionTime()).isEmpty();
    assertThat(open(NiftiFiles.image(1, 1, 2).every(2, 8)).repetitionTime()).isEmpty();
  }

  @Test
  void affine_sformBeforeQformBeforeCentre_asNibabelReads() {
    // The same headers read by nibabel 5.3: image.affine.
    NiftiFiles sform =
        NiftiFiles.image(1, 1, 2)
            .sizes(1, 2, 3, 4)
            .sform(1, 2, 0, 0, -10, 0, 3, 0, -20, 0, 0, 4, -30)
            .qform(1, 0, 0, 0, 5, 6, 7);
    assertThat(open(sform).grid().affine())
        .isDeepEqualTo(
            new double[][] {{2, 0, 0, -10}, {0, 3, 0, -20}, {0, 0, 4, -30}, {0, 0, 0, 1}});

    double half = Math.sqrt(0.5);
    NiftiFiles qform =
        NiftiFiles.image(1, 1, 2).sizes(-1, 2, 3, 4).qform(1, 0, 0, half, 5, 6, 7).two();
    double[][] rotated = open(qform).grid().affine();
    double[][] expected = {{0, -3, 0, 5}, {2, 0, 0, 6}, {0, 0, -4, 7}, {0, 0, 0, 1}};
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        assertThat(rotated[row][column])
            .isCloseTo(expected[row][column], org.assertj.core.data.Offset.offset(1e-12));
      }
    }

    assertThat(open(NiftiFiles.image(1, 1, 2).sizes(1, 2, 3, 4)).grid().affine())
        .isDeepEqualTo(new double[][] {{-2, 0, 0, 0}, {0, 3, 0, 0}, {0, 0, 4, -2}, {0, 0, 0, 1}});
  }

  @ParameterizedTest
  @CsvSource({
    "sizeof_hdr, 0, 7",
    "magic, 344, 78",
    "'dim[0]', 40, 9",
    "'dim[1]', 42, 0",
    "datatype, 70, 32",
    "bitpix, 72, 16",
    "dim, 43, 127",
  })
  void open_impossibleByteInHeader_isRefusedByField(String field, int at, int value) {
    byte[] bytes = NiftiFiles.image(1, 300, 300).bytes(new double[90_000]);
    bytes[at] = (byte) value;
    if (field.equals("dim")) {
      bytes[45] = (byte) 127;
    }

    refused(NiftiFiles.save(folder.resolve("x.nii"), bytes), field);
  }

  @Test
  void open_impossibleNumberInHeader_isRefusedByField() {
    refused(NiftiFiles.image(1, 1, 2).scaled(2, Double.NaN), "scl_inter");
    refused(NiftiFiles.image(1, 1, 2).sizes(1, Double.NaN, 1, 1), "pixdim");
    refused(NiftiFiles.image(1, 1, 2, 1, 3), "dim[5]");
    byte[] bytes = NiftiFiles.image(1, 1, 2).bytes(1, 2);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(108, 348);
    refused(NiftiFiles.save(folder.resolve("o.nii"), bytes), "vox_offset");
    byte[] two = NiftiFiles.image(1, 1, 2).two().bytes(1, 2);
    ByteBuffer.wrap(two).order(ByteOrder.LITTLE_ENDIAN).putLong(24, 1L << 60);
    refused(NiftiFiles.save(folder.resolve("t.nii"), two), "dim[1]");
  }

  @Test
  void open_fileThatCannotHoldWhatTheHeaderAnnounces_isRefused() {
    byte[] bytes = NiftiFiles.image(500, 500, 500, 30_000).bytes(1, 2);

    refused(NiftiFiles.save(folder.resolve("b.nii"), bytes), "voxels");
    refused(NiftiFiles.save(folder.resolve("b.nii.gz"), bytes), "voxels");
  }

  @Test
  void open_truncatedAnywhere_isRefused() throws IOException {
    byte[] plain = NiftiFiles.image(3, 3, 3, 2).bytes(new double[54]);
    byte[] packed =
        Files.readAllBytes(
            NiftiFiles.image(3, 3, 3, 2)
                .write(
                    folder.resolve("p.nii.gz"),
                    IntStream.range(0, 54).mapToDouble(Math::sin).toArray()));
    for (byte[] whole : List.of(plain, packed)) {
      for (int length = 0; length < whole.length; length++) {
        Path file = Files.write(folder.resolve("cut.nii"), Arrays.copyOf(whole, length));

        assertThatThrownBy(() -> all(NiftiImage.open(file)))
            .isInstanceOf(InvalidInputException.class);
      }
    }
  }

  @Test
  void read_damagedWithinCompressedData_isRefused() throws IOException {
    Path file =
        NiftiFiles.image(3, 3, 3)
            .write(
                folder.resolve("d.nii.gz"),
                IntStream.range(0, 27).mapToDouble(Math::sin).toArray());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 6] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> all(NiftiImage.open(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void open_nothingThere_isRefused() {
    refused(folder.resolve("none.nii"), "file");
  }

  private NiftiImage open(NiftiFiles image) {
    return NiftiImage.open(image.write(folder.resolve("image.nii"), 1, 2));
  }

  private void refused(NiftiFiles image, String field) {
    refused(image.write(folder.resolve("r.nii"), 1, 2, 3, 4, 5, 6), field);
  }

  private static void refused(Path file, String field) {
    assertThatThrownBy(() -> NiftiImage.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": " + field + ": expected ");
  }

  private static List<double[]> all(NiftiImage image) {
    List<double[]> volumes = new ArrayList<>();
    int voxels = image.grid().voxels();
    VoxelSpace every = VoxelSpace.all(image.grid());
    image.read(
        every,
        (volume, values) -> {
          double[] inFileOrder = new double[voxels];
          for (int voxel = 0; voxel < voxels; voxel++) {
            inFileOrder[every.position(voxel)] = values[voxel];
          }
          volumes.add(inFileOrder);
        });
    return volumes;
  }
}
