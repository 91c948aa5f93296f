package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Banded ridge of himalaya in double precision, same candidates; see bench/reference/banded.py. */
class BandedReferenceTest {

  private static final int OUTER = 3;
  private static final int INNER = 4;

  @ParameterizedTest
  @ValueSource(strings = {"openblas", "ejml"})
  void scores_sameCandidates_equalHimalaya(String engine) throws Exception {
    Map<String, Npy> reference = Npy.readZip(resource());
    LinearAlgebra algebra =
        engine.equals("openblas") ? new OpenBlasAlgebra() : LinearAlgebra.ejml();
    FMatrixRMaj y = reference.get("y").matrix(0);
    int voxels = y.numCols;
    double[] alphas = reference.get("alphas").values();

    BandedScores banded =
        new BandedEngine(algebra, 2)
            .prepare(
                List.of(
                    new Band("narrow", Design.of(reference.get("x0").matrix(0))),
                    new Band("wide", Design.of(reference.get("x1").matrix(0)))),
                new int[y.numRows],
                settings(alphas),
                gammas(reference.get("gammas")))
            .score(VoxelSource.of(y));

    int same = 0;
    double[] share = new double[2 * voxels];
    for (int k = 0; k < OUTER; k++) {
      int[] gamma = reference.get("gamma" + k).ints();
      double[] alpha = reference.get("alpha" + k).values();
      double[] r = reference.get("r" + k).values();
      double[] split = reference.get("share" + k).values();
      for (int v = 0; v < voxels; v++) {
        int at = k * voxels + v;
        boolean equal =
            banded.candidate()[at] == gamma[v]
                && Math.abs(alphas[banded.scores().lambdaIndex()[at]] / alpha[v] - 1) < 1e-6;
        same += equal ? 1 : 0;
        assertThat(banded.scores().r()[at]).isCloseTo(r[v], within(1e-4));
      }
      for (int i = 0; i < share.length; i++) {
        share[i] += split[i] / OUTER;
      }
    }
    assertThat((double) same / OUTER / voxels).isGreaterThanOrEqualTo(0.99);
    assertThat(banded.split().r2()).containsExactly(share, within(1e-4));
  }

  private static EncodingSettings settings(double[] alphas) {
    PenaltyChoice choice =
        new PenaltyChoice(
            Arrays.stream(alphas).boxed().toList(),
            FoldScheme.contiguous(INNER),
            0,
            Criterion.FOLD_MSE,
            PenaltyScope.VOXEL,
            false);
    return EncodingSettings.protocol(FoldScheme.contiguous(OUTER), 0, choice)
        .with(TestScaling.TRAINING);
  }

  private static double[][] gammas(Npy values) {
    double[][] gammas = new double[values.shape()[0]][2];
    for (int i = 0; i < gammas.length; i++) {
      gammas[i] = Arrays.copyOfRange(values.values(), 2 * i, 2 * i + 2);
    }
    return gammas;
  }

  private static Path resource() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(BandedReferenceTest.class.getResource("/reference/banded.npz"))
            .toURI());
  }
}
