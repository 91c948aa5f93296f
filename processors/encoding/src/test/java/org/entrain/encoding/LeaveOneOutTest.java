package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.VoxelSource;
import org.junit.jupiter.api.Test;

class LeaveOneOutTest {

  private static final int ROWS = 30;
  private static final int VOXELS = 5;
  private static final List<int[]> ALL = List.of(IntStream.range(0, ROWS).toArray());

  @Test
  void correlations_areThoseWithTheMeanOfTheOthersZScores() {
    List<FMatrixRMaj> y = simulated(4);

    double[][] r = LeaveOneOut.correlations(y.stream().map(VoxelSource::of).toList(), ALL);

    for (int i = 0; i < y.size(); i++) {
      for (int voxel = 0; voxel < VOXELS; voxel++) {
        double[] others = new double[ROWS];
        for (int j = 0; j < y.size(); j++) {
          double[] z = zScores(column(y.get(j), voxel));
          for (int row = 0; row < ROWS && j != i; row++) {
            others[row] += z[row] / (y.size() - 1);
          }
        }
        double expected = pearson(column(y.get(i), voxel), others);
        assertThat(r[i][voxel]).isCloseTo(expected, within(1e-12));
      }
    }
  }

  @Test
  void correlations_areUnchangedByUnitAndOrder() {
    List<FMatrixRMaj> y = simulated(3);
    FMatrixRMaj scaled = y.get(1).copy();
    for (int cell = 0; cell < scaled.getNumElements(); cell++) {
      scaled.data[cell] = 64 * scaled.data[cell];
    }

    double[][] r = LeaveOneOut.correlations(y.stream().map(VoxelSource::of).toList(), ALL);
    double[][] other =
        LeaveOneOut.correlations(
            List.of(VoxelSource.of(scaled), VoxelSource.of(y.get(2)), VoxelSource.of(y.get(0))),
            ALL);

    for (int voxel = 0; voxel < VOXELS; voxel++) {
      assertThat(other[0][voxel]).isCloseTo(r[1][voxel], within(1e-12));
      assertThat(other[2][voxel]).isCloseTo(r[0][voxel], within(1e-12));
    }
  }

  @Test
  void constantVoxel_hasNoCeilingAndTakesNoPartInOthers() {
    List<FMatrixRMaj> y = simulated(3);
    IntStream.range(0, ROWS).forEach(row -> y.get(0).set(row, 2, 0.1f));

    double[][] r = LeaveOneOut.correlations(y.stream().map(VoxelSource::of).toList(), ALL);

    double pair = pearson(column(y.get(1), 2), column(y.get(2), 2));
    assertThat(r[0][2]).isZero();
    assertThat(r[1][2]).isCloseTo(pair, within(1e-12));
    assertThat(r[2][2]).isCloseTo(pair, within(1e-12));
  }

  @Test
  void shapes_thatCannotBeCompared_areRefusedWithTheirNumbers() {
    VoxelSource one = VoxelSource.of(SimulatedUnit.random(1, 6, 2));
    VoxelSource longer = VoxelSource.of(SimulatedUnit.random(1, 7, 2));

    assertThatThrownBy(() -> LeaveOneOut.correlations(List.of(one, longer), ALL))
        .hasMessageContaining("7 × 2 values != 6 × 2");
    assertThatThrownBy(() -> LeaveOneOut.correlations(List.of(one), ALL))
        .hasMessageContaining("1 recordings");
  }

  @Test
  void runs_averageWhatEachGivesAlone() {
    List<FMatrixRMaj> y = simulated(3);
    List<int[]> runs =
        List.of(IntStream.range(0, 10).toArray(), IntStream.range(10, ROWS).toArray());

    double[][] r = LeaveOneOut.correlations(y.stream().map(VoxelSource::of).toList(), runs);

    double[][] first = correlationsOfRows(y, 0, 10);
    double[][] second = correlationsOfRows(y, 10, ROWS);
    for (int i = 0; i < r.length; i++) {
      for (int voxel = 0; voxel < VOXELS; voxel++) {
        assertThat(r[i][voxel]).isCloseTo((first[i][voxel] + second[i][voxel]) / 2, within(1e-12));
      }
    }
  }

  @Test
  void differenceBetweenRuns_isNoAgreement() {
    List<FMatrixRMaj> noise =
        IntStream.range(0, 2)
            .mapToObj(participant -> SimulatedUnit.random(participant, ROWS, VOXELS))
            .toList();
    List<int[]> runs =
        List.of(IntStream.range(0, 15).toArray(), IntStream.range(15, ROWS).toArray());
    double[][] before =
        LeaveOneOut.correlations(noise.stream().map(VoxelSource::of).toList(), runs);
    for (FMatrixRMaj y : noise) {
      for (int cell = 15 * VOXELS; cell < y.getNumElements(); cell++) {
        y.data[cell] += 100;
      }
    }

    double[][] inside =
        LeaveOneOut.correlations(noise.stream().map(VoxelSource::of).toList(), runs);
    double[][] over = LeaveOneOut.correlations(noise.stream().map(VoxelSource::of).toList(), ALL);

    assertThat(over[0][0]).isGreaterThan(0.99);
    assertThat(inside[0][0]).isCloseTo(before[0][0], within(1e-4));
  }

  private static double[][] correlationsOfRows(List<FMatrixRMaj> y, int from, int to) {
    List<VoxelSource> parts = new ArrayList<>();
    for (FMatrixRMaj all : y) {
      FMatrixRMaj part = new FMatrixRMaj(to - from, VOXELS);
      System.arraycopy(all.data, from * VOXELS, part.data, 0, part.getNumElements());
      parts.add(VoxelSource.of(part));
    }
    return LeaveOneOut.correlations(parts, List.of(IntStream.range(0, to - from).toArray()));
  }

  /** Noise of their own on a signal in common. */
  private static List<FMatrixRMaj> simulated(int participants) {
    FMatrixRMaj signal = SimulatedUnit.random(100, ROWS, VOXELS);
    return IntStream.range(0, participants)
        .mapToObj(
            participant -> {
              FMatrixRMaj y = SimulatedUnit.random(participant, ROWS, VOXELS);
              for (int cell = 0; cell < y.getNumElements(); cell++) {
                y.data[cell] += signal.data[cell];
              }
              return y;
            })
        .toList();
  }

  private static double pearson(double[] a, double[] b) {
    double[] za = zScores(a);
    double[] zb = zScores(b);
    return IntStream.range(0, a.length).mapToDouble(i -> za[i] * zb[i]).sum() / a.length;
  }

  private static double[] zScores(double[] x) {
    double mean = DoubleStream.of(x).sum() / x.length;
    double variance = DoubleStream.of(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
    return DoubleStream.of(x).map(v -> (v - mean) / Math.sqrt(variance)).toArray();
  }

  private static double[] column(FMatrixRMaj y, int voxel) {
    return IntStream.range(0, y.numRows).mapToDouble(row -> y.get(row, voxel)).toArray();
  }
}
