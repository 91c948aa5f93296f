package org.entrain.formats.nifti;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyArray;

/**
 * Where the V voxels (columns) of a recording lie in an image: a grid, and for every voxel its
 * place in it, each place at most once.
 *
 * <p>Voxels of a mask are in the order of {@code image.get_fdata()[mask]} in NumPy, which is also
 * nilearn's {@code NiftiMasker}'s: by x, then by y, then by z, the last index fastest. Files have
 * the first index fastest; this class translates. Immutable.
 */
public final class VoxelSpace {

  /** A brain at 1 mm has some 2 million voxels. */
  private static final int MOST_VOXELS = 1 << 23;

  private final VoxelGrid grid;
  private final int[] positions;

  private VoxelSpace(VoxelGrid grid, int[] positions) {
    this.grid = grid;
    this.positions = positions;
  }

  /** Every voxel of a grid. */
  public static VoxelSpace all(VoxelGrid grid) {
    BitSet every = new BitSet(grid.voxels());
    every.set(0, grid.voxels());
    return new VoxelSpace(grid, ordered(grid, every));
  }

  /**
   * The voxels of a mask: those that are not 0.
   *
   * @param mask an image of one volume
   * @throws InvalidInputException if it is missing or damaged, has several volumes, values that are
   *     no numbers, or no voxel that is not 0
   */
  public static VoxelSpace ofMask(Path mask) {
    NiftiImage image = NiftiImage.open(mask);
    if (image.volumes() != 1) {
      throw new InvalidInputException(
          mask.toString(),
          "dim[4]",
          "a mask of one volume",
          image.volumes() + " volumes",
          "Give the mask, not the recording.");
    }
    BitSet inside = new BitSet();
    image.readFirst(
        (position, value) -> {
          if (Double.isNaN(value)) {
            throw new InvalidInputException(
                mask.toString(),
                "voxel " + Arrays.toString(image.grid().indices(position)),
                "0, or a number for a voxel of the mask",
                "NaN",
                "Save the mask as 0 and 1.");
          }
          if (value != 0) {
            inside.set(position);
          }
        });
    int voxels = inside.cardinality();
    if (voxels == 0 || voxels > MOST_VOXELS) {
      throw new InvalidInputException(
          mask.toString(),
          "voxels",
          "1 to %,d that are not 0".formatted(MOST_VOXELS),
          "%,d of %,d".formatted(voxels, image.grid().voxels()),
          "Give the mask of the recording.");
    }
    return new VoxelSpace(image.grid(), ordered(image.grid(), inside));
  }

  /**
   * Voxels by their indices, in the order of the array's rows.
   *
   * @param indices integers, shape [V, 3]: x, y, z from 0
   * @param image any image on the grid
   * @throws InvalidInputException if a file cannot be used, or a voxel lies outside the image or
   *     comes twice
   */
  public static VoxelSpace ofIndices(Path indices, Path image) {
    VoxelGrid grid = NiftiImage.open(image).grid();
    NpyArray array = NpyArray.open(indices).integers("voxels", "x y z");
    int voxels = array.shape().get(0);
    if (array.shape().get(1) != 3 || voxels == 0 || voxels > grid.voxels()) {
      throw new InvalidInputException(
          indices.toString(),
          "shape",
          "[voxels, 3], at most the %,d voxels of %s".formatted(grid.voxels(), image),
          array.shape().toString(),
          "Save the indices x, y, z of every voxel, as by"
              + " numpy.ascontiguousarray(numpy.argwhere(mask)).");
    }
    int[] positions = new int[voxels];
    BitSet seen = new BitSet();
    for (int voxel = 0; voxel < voxels; voxel++) {
      int[] at = new int[3];
      for (int axis = 0; axis < 3; axis++) {
        double index = array.number(3L * voxel + axis);
        if (index < 0 || index >= grid.shape().get(axis)) {
          throw new InvalidInputException(
              indices.toString(),
              "voxel %d, %s".formatted(voxel, "xyz".charAt(axis)),
              "0 to %d, as %s has".formatted(grid.shape().get(axis) - 1, image),
              "%.0f".formatted(index),
              "Count from 0, in the order of the image's axes.");
        }
        at[axis] = (int) index;
      }
      positions[voxel] = grid.position(at[0], at[1], at[2]);
      if (seen.get(positions[voxel])) {
        throw new InvalidInputException(
            indices.toString(),
            "voxel " + voxel,
            "a place of its own",
            Arrays.toString(at) + ", which another voxel has",
            "Give every voxel once.");
      }
      seen.set(positions[voxel]);
    }
    return new VoxelSpace(grid, positions);
  }

  /**
   * The voxels that all of some masks have, in the order of a mask.
   *
   * @param masks images of one volume on one grid, at least one
   * @throws InvalidInputException if a mask cannot be used or lies on another grid than the first,
   *     or they have no voxel in common
   */
  public static VoxelSpace ofMasks(List<Path> masks) {
    VoxelSpace first = ofMask(masks.get(0));
    BitSet common = first.inside();
    for (Path mask : masks.subList(1, masks.size())) {
      VoxelSpace other = ofMask(mask);
      if (!other.grid.matches(first.grid)) {
        throw new InvalidInputException(
            mask.toString(),
            "grid",
            "%s in the place that %s has".formatted(first.grid, masks.get(0)),
            other.grid + ", or another place",
            "Give masks in one space.");
      }
      common.and(other.inside());
    }
    if (common.isEmpty()) {
      throw new InvalidInputException(
          masks.get(0).toString(),
          "voxels",
          "some that all %d masks have".formatted(masks.size()),
          "none",
          "Give the masks of one recording.");
    }
    return new VoxelSpace(first.grid, ordered(first.grid, common));
  }

  private BitSet inside() {
    BitSet inside = new BitSet();
    for (int position : positions) {
      inside.set(position);
    }
    return inside;
  }

  /** The image's grid. */
  public VoxelGrid grid() {
    return grid;
  }

  /** Number of voxels, V. */
  public int size() {
    return positions.length;
  }

  /** Indices x, y, z of a voxel, from 0. */
  public int[] indices(int voxel) {
    return grid.indices(positions[voxel]);
  }

  /** Place of a voxel's centre in space, by the image's affine; in its unit, mm nearly always. */
  public double[] coordinates(int voxel) {
    int[] at = indices(voxel);
    double[][] affine = grid.affine();
    double[] place = new double[3];
    for (int row = 0; row < 3; row++) {
      place[row] =
          affine[row][0] * at[0] + affine[row][1] * at[1] + affine[row][2] * at[2] + affine[row][3];
    }
    return place;
  }

  /**
   * Puts values of the voxels into a volume.
   *
   * @param values shape [V]
   * @param elsewhere value of all other voxels of the grid: 0, or NaN
   * @return shape [nx · ny · nz], in the order of the file (x fastest), as {@link NiftiWriter}
   *     takes it
   */
  public float[] volume(float[] values, float elsewhere) {
    if (values.length != positions.length) {
      throw new IllegalArgumentException(
          "values differ from voxels: %d != %d".formatted(values.length, positions.length));
    }
    float[] volume = new float[grid.voxels()];
    Arrays.fill(volume, elsewhere);
    for (int voxel = 0; voxel < positions.length; voxel++) {
      volume[positions[voxel]] = values[voxel];
    }
    return volume;
  }

  /** Number of a voxel in the order of the file. */
  int position(int voxel) {
    return positions[voxel];
  }

  /** Voxels by their number in the order of the file. */
  int[] inFileOrder() {
    long[] byPosition = new long[positions.length];
    for (int voxel = 0; voxel < positions.length; voxel++) {
      byPosition[voxel] = (long) positions[voxel] << Integer.SIZE | voxel;
    }
    Arrays.sort(byPosition);
    return Arrays.stream(byPosition).mapToInt(key -> (int) key).toArray();
  }

  /** Equal where shape and place of the grid and all voxels in their order are. */
  public boolean matches(VoxelSpace other) {
    return grid.matches(other.grid) && Arrays.equals(positions, other.positions);
  }

  /** Positions by x, then y, then z. */
  private static int[] ordered(VoxelGrid grid, BitSet inside) {
    int[] positions = new int[inside.cardinality()];
    int count = 0;
    for (int x = 0; x < grid.shape().get(0); x++) {
      for (int y = 0; y < grid.shape().get(1); y++) {
        for (int z = 0; z < grid.shape().get(2); z++) {
          int position = grid.position(x, y, z);
          if (inside.get(position)) {
            positions[count++] = position;
          }
        }
      }
    }
    return positions;
  }
}
