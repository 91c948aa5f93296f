package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Standardised sides and scores, against double precision, whatever the size of the values. */
class VoxelTileTest {

  private static final int ROWS = 150;
  private static final int VOXELS = 11;
  private static final Fold FOLD =
      new Fold(0, IntStream.range(30, ROWS).toArray(), IntStream.range(0, 30).toArray());

  @ParameterizedTest
  @EnumSource(TestScaling.class)
  void sides_ofAnyMagnitudes_areZScores(TestScaling own) {
    for (double largest : new double[] {1, 1e30}) {
      FMatrixRMaj y = columns(largest);
      VoxelTile tile = new VoxelTile(new int[ROWS], settings(own), 16);
      tile.load(VoxelSource.of(y), 0);
      assertSides(tile.sides(FOLD), y, 0, own);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void sides_ofTilesOfOtherSizes_leaveNothingBehind(int width) {
    FMatrixRMaj y = columns(1);
    VoxelTile tile = new VoxelTile(new int[ROWS], settings(TestScaling.TRAINING), width);
    Fold shorter =
        new Fold(0, IntStream.range(40, ROWS).toArray(), IntStream.range(0, 40).toArray());
    for (int first : new int[] {0, 8, 4, 0}) {
      tile.load(VoxelSource.of(y), first);
      tile.sides(shorter);
      assertSides(tile.sides(FOLD), y, first, TestScaling.TRAINING);
    }
  }

  private static void assertSides(
      VoxelTile.Sides sides, FMatrixRMaj y, int first, TestScaling own) {
    int width = sides.train().length / FOLD.train().length;
    int[] scaling = own == TestScaling.OWN ? FOLD.test() : FOLD.train();
    assertSame(sides.train(), width, Standardize.rows(y, FOLD.train()), first);
    assertSame(sides.test(), width, Standardize.rows(y, FOLD.test(), scaling), first);
  }

  private static void assertSame(float[] actual, int width, DMatrixRMaj expected, int first) {
    for (int i = 0; i < expected.numRows; i++) {
      for (int v = 0; v < width; v++) {
        double z = first + v < VOXELS ? expected.get(i, first + v) : 0;
        assertThat((double) actual[i * width + v]).isCloseTo(z, within(2e-5 + 1e-6 * Math.abs(z)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-6, 1e-18, 1e-30})
  void scores_ofAnyMagnitudeOfPredictions_areThoseOfDoublePrecision(double size) {
    FMatrixRMaj y = Matrices.normal(ROWS, 3, 7);
    FMatrixRMaj p = Matrices.normal(ROWS, 3, 8);
    for (int i = 0; i < ROWS; i++) {
      p.set(i, 0, (float) (size * (2 + y.get(i, 0) + p.get(i, 0))));
      p.set(i, 1, y.get(i, 1));
      p.set(i, 2, (float) size);
    }
    TestScores scores = TestScores.of(y.data, p.data, 3, new int[] {0, y.numRows});
    double[] expected = exact(y, p, 0);
    assertThat(scores.r()[0]).isCloseTo(expected[0], within(1e-6));
    assertThat(scores.r2()[0]).isCloseTo(expected[1], within(1e-5));
    assertThat(scores.r()[1]).isCloseTo(1, within(1e-6));
    assertThat(scores.r2()[1]).isEqualTo(1);
    assertThat(scores.r()[2]).isZero();
    assertThat(scores.constant()).containsExactly(false, false, true);
  }

  private static double[] exact(FMatrixRMaj y, FMatrixRMaj p, int v) {
    double[] sums = new double[6];
    for (int i = 0; i < ROWS; i++) {
      double a = y.get(i, v);
      double b = p.get(i, v);
      sums[0] += a / ROWS;
      sums[1] += b / ROWS;
    }
    for (int i = 0; i < ROWS; i++) {
      double a = y.get(i, v) - sums[0];
      double b = p.get(i, v) - sums[1];
      double e = (double) y.get(i, v) - p.get(i, v);
      sums[2] += a * a;
      sums[3] += b * b;
      sums[4] += a * b;
      sums[5] += e * e;
    }
    return new double[] {sums[4] / Math.sqrt(sums[2] * sums[3]), 1 - sums[5] / sums[2]};
  }

  private static EncodingSettings settings(TestScaling own) {
    return EncodingPreset.PAPER.fit().with(own);
  }

  /** Columns from tiny to huge, far from 0, constant, and with a first row far off. */
  private static FMatrixRMaj columns(double largest) {
    FMatrixRMaj y = Matrices.normal(ROWS, VOXELS, 3);
    double[] size = {1, 1e-3, 1e-15, 1e-30, 1e6, 1e15, largest, 1, 1, 1, 1};
    for (int i = 0; i < ROWS; i++) {
      for (int v = 0; v < VOXELS; v++) {
        y.set(i, v, (float) (size[v] * y.get(i, v)));
      }
      y.set(i, 7, 1000 + y.get(i, 7));
      y.set(i, 8, 0.1f);
    }
    y.set(30, 9, 500);
    return y;
  }
}
