package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.math.Simulated.STRICT;
import static org.entrain.math.Simulated.mean;
import static org.entrain.math.Simulated.score;
import static org.entrain.math.Simulated.slow;
import static org.entrain.math.Simulated.strict;

import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/**
 * Folds that let test rows be known, on simulated noise: features and recordings have nothing in
 * common, so that every score but 0 is an artefact. The figures stand in docs/method.md.
 */
class LaxFoldsTest {

  /** A slow response: rows 5 TRs apart are independent. */
  private static final int SPAN = 5;

  private static final int ROWS = 150;
  private static final int VOXELS = 300;
  private static final int DESIGNS = 4;
  private static final long SEED = 1000;

  @Test
  void outerFolds_withoutGap_scoreSlowNoiseAboveZero() {
    double lax = 0;
    double gap = 0;
    for (int d = 0; d < DESIGNS; d++) {
      FMatrixRMaj x = slow(ROWS, 300, SPAN, SEED + d);
      FMatrixRMaj y = slow(ROWS, VOXELS, SPAN, SEED + 100 + d);
      lax += mean(score(x, y, new int[ROWS], strict(STRICT.folds(), 0)).r()) / DESIGNS;
      gap += mean(score(x, y, new int[ROWS], STRICT).r()) / DESIGNS;
    }

    assertThat(lax).isCloseTo(0.12, within(0.03));
    assertThat(gap).isCloseTo(0, within(0.02));
  }

  @Test
  void innerFolds_withoutGap_takeNoiseForSignalAndFitTooClosely() {
    FMatrixRMaj x = slow(ROWS, 300, SPAN, SEED);
    FMatrixRMaj y = slow(ROWS, VOXELS, SPAN, SEED + 100);

    EncodingScores lax = score(x, y, new int[ROWS], inner(FoldScheme.contiguous(10), 0, true));
    EncodingScores gap = score(x, y, new int[ROWS], inner(FoldScheme.contiguous(10), 5, true));

    assertThat(mean(lax.innerR2())).isCloseTo(0.09, within(0.03));
    assertThat(mean(gap.innerR2())).isCloseTo(-0.06, within(0.03));
    assertThat(exponent(lax)).isCloseTo(2.3, within(0.5));
    assertThat(exponent(gap)).isCloseTo(5.9, within(0.5));
    assertThat(mean(lax.r2())).isLessThan(mean(gap.r2()) - 0.15);
  }

  @Test
  void innerFits_withoutIntercept_knowTheHeldOutRowsFromTheCommonMean() {
    FMatrixRMaj x = slow(ROWS, 300, SPAN, SEED);
    FMatrixRMaj y = slow(ROWS, VOXELS, SPAN, SEED + 100);

    EncodingScores lax = score(x, y, new int[ROWS], inner(FoldScheme.contiguous(10), 5, false));
    EncodingScores own = score(x, y, new int[ROWS], inner(FoldScheme.contiguous(10), 5, true));

    assertThat(mean(lax.innerR2())).isCloseTo(0.16, within(0.03));
    assertThat(mean(own.innerR2())).isCloseTo(-0.06, within(0.03));
    assertThat(mean(lax.r2())).isLessThan(mean(own.r2()) - 0.1);
  }

  @Test
  void innerFolds_withinRunsOfOwnLevels_takeTheLevelForSignal() {
    int[] runs = Simulated.runs(6, 50);
    FMatrixRMaj x = Simulated.levels(runs, 100, SEED + 200);
    FMatrixRMaj y = Simulated.levels(runs, VOXELS, SEED + 300);

    EncodingScores lax = score(x, y, runs, inner(FoldScheme.contiguous(10), 5, true));
    EncodingScores whole = score(x, y, runs, inner(FoldScheme.perRunOr(10), 5, true));

    assertThat(mean(lax.innerR2())).isCloseTo(0.27, within(0.03));
    assertThat(mean(whole.innerR2())).isCloseTo(-0.18, within(0.05));
  }

  @Test
  void outerFolds_withinRunsOfOwnLevels_scoreTheLevel() {
    int[] runs = Simulated.runs(6, 50);
    FMatrixRMaj x = Simulated.levels(runs, 100, SEED + 200);
    FMatrixRMaj y = Simulated.levels(runs, VOXELS, SEED + 300);

    EncodingScores lax = score(x, y, runs, strict(FoldScheme.contiguous(5), 5));
    EncodingScores perRun = score(x, y, runs, STRICT);

    assertThat(mean(lax.r())).isCloseTo(0.24, within(0.03));
    assertThat(mean(perRun.r())).isCloseTo(0, within(0.02));
  }

  private static EncodingSettings inner(FoldScheme folds, int gap, boolean intercept) {
    PenaltyChoice strict = STRICT.penalty();
    return STRICT.with(
        new PenaltyChoice(
            strict.lambdas(), folds, gap, strict.criterion(), strict.scope(), intercept));
  }

  /** Mean of log10 λ; the grid is 1e-6, 1e-5, … */
  private static double exponent(EncodingScores scores) {
    return IntStream.range(0, scores.lambdaIndex().length)
        .mapToDouble(i -> Math.log10(scores.lambdas()[scores.lambdaIndex()[i]]))
        .average()
        .orElseThrow();
  }
}
