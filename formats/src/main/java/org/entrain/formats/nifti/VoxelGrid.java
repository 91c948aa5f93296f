package org.entrain.formats.nifti;

import java.util.Arrays;
import java.util.List;

/**
 * The grid of an image: how many voxels its three axes have, and where in space they lie. Holds
 * what a NIfTI header says of that, so that an image written on the grid of another says the same.
 *
 * <p>Voxels are counted in the order of the file, the first axis fastest: voxel (x, y, z) is number
 * x + nx·(y + ny·z). Immutable.
 */
public final class VoxelGrid {

  /** Code of an orientation that is aligned to another image. */
  private static final int ALIGNED = 2;

  /** Unit of length in the header's xyzt_units. */
  private static final int MILLIMETRES = 2;

  /** Affines of one space differ by rounding to float32, not by more; in units of length. */
  private static final double SAME_PLACE = 1e-3;

  private final int[] shape;
  private final double[] pixdim;
  private final Orientation orientation;
  private final int units;

  /**
   * Orientation as the header has it.
   *
   * @param qformCode above 0 where the quaternion counts
   * @param sformCode above 0 where the rows count, before the quaternion
   * @param quaternion b, c, d and the offsets x, y, z
   * @param rows first three rows of the affine, row by row, 12 numbers
   */
  record Orientation(int qformCode, int sformCode, double[] quaternion, double[] rows) {}

  /**
   * @param shape lengths of the three axes
   * @param pixdim sign of the third axis (qfac), then the three sizes of a voxel
   * @param units unit of length, as in xyzt_units
   */
  VoxelGrid(int[] shape, double[] pixdim, Orientation orientation, int units) {
    this.shape = shape;
    this.pixdim = pixdim;
    this.orientation = orientation;
    this.units = units;
  }

  /**
   * A grid of one's own, in millimetres.
   *
   * @param affine takes (x, y, z, 1) to space, shape [4][4]
   */
  public static VoxelGrid of(int nx, int ny, int nz, double[][] affine) {
    double[] rows = new double[12];
    double[] pixdim = {1, 0, 0, 0};
    for (int axis = 0; axis < 3; axis++) {
      System.arraycopy(affine[axis], 0, rows, 4 * axis, 4);
      pixdim[axis + 1] = Math.hypot(Math.hypot(affine[0][axis], affine[1][axis]), affine[2][axis]);
    }
    Orientation orientation = new Orientation(0, ALIGNED, new double[6], rows);
    return new VoxelGrid(new int[] {nx, ny, nz}, pixdim, orientation, MILLIMETRES);
  }

  /** Lengths of the three axes, in voxels. */
  public List<Integer> shape() {
    return List.of(shape[0], shape[1], shape[2]);
  }

  /** Number of voxels. */
  public int voxels() {
    return shape[0] * shape[1] * shape[2];
  }

  /** Sizes of a voxel along the three axes, in the image's unit of length (mm, nearly always). */
  public List<Double> voxelSizes() {
    return List.of(pixdim[1], pixdim[2], pixdim[3]);
  }

  /**
   * Takes (x, y, z, 1) to space, shape [4][4]: the sform where its code is above 0, else the qform
   * where its code is, else the sizes of a voxel about the image's centre with the first axis
   * mirrored, as nibabel has it.
   */
  public double[][] affine() {
    if (orientation.sformCode() > 0) {
      double[][] affine = {new double[4], new double[4], new double[4], {0, 0, 0, 1}};
      for (int row = 0; row < 3; row++) {
        System.arraycopy(orientation.rows(), 4 * row, affine[row], 0, 4);
      }
      return affine;
    }
    return orientation.qformCode() > 0 ? quaternionAffine() : centredAffine();
  }

  /** Number of a voxel in the order of the file. */
  int position(int x, int y, int z) {
    return x + shape[0] * (y + shape[1] * z);
  }

  /** Indices x, y, z of a voxel by its number in the order of the file. */
  int[] indices(int position) {
    int plane = shape[0] * shape[1];
    return new int[] {
      position % shape[0], position % plane / shape[0], position / plane,
    };
  }

  /** Whether an image has the same axes and lies in the same place, to a thousandth of a unit. */
  public boolean matches(VoxelGrid other) {
    if (!Arrays.equals(shape, other.shape)) {
      return false;
    }
    double[][] one = affine();
    double[][] two = other.affine();
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        if (!(Math.abs(one[row][column] - two[row][column]) <= SAME_PLACE)) {
          return false;
        }
      }
    }
    return true;
  }

  double[] pixdim() {
    return pixdim;
  }

  Orientation orientation() {
    return orientation;
  }

  int units() {
    return units;
  }

  private double[][] quaternionAffine() {
    double[] q = orientation.quaternion();
    double b = q[0];
    double c = q[1];
    double d = q[2];
    double a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
    double x = pixdim[1];
    double y = pixdim[2];
    double z = pixdim[0] < 0 ? -pixdim[3] : pixdim[3];
    return new double[][] {
      {(a * a + b * b - c * c - d * d) * x, 2 * (b * c - a * d) * y, 2 * (b * d + a * c) * z, q[3]},
      {2 * (b * c + a * d) * x, (a * a + c * c - b * b - d * d) * y, 2 * (c * d - a * b) * z, q[4]},
      {2 * (b * d - a * c) * x, 2 * (c * d + a * b) * y, (a * a + d * d - c * c - b * b) * z, q[5]},
      {0, 0, 0, 1},
    };
  }

  private double[][] centredAffine() {
    double[][] affine = new double[4][4];
    for (int axis = 0; axis < 3; axis++) {
      double size = axis == 0 ? -pixdim[1] : pixdim[axis + 1];
      affine[axis][axis] = size;
      affine[axis][3] = -size * (shape[axis] - 1) / 2;
    }
    affine[3][3] = 1;
    return affine;
  }

  @Override
  public String toString() {
    return "%d × %d × %d".formatted(shape[0], shape[1], shape[2]);
  }
}
