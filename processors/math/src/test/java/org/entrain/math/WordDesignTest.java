package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class WordDesignTest {

  private static final int[] RUNS = {0, 0, 0, 0, 1, 1, 1, 1};
  private static final int[] KEPT = {1, 2, 3, 5, 6, 7};
  private static final LinearAlgebra ALGEBRA = LinearAlgebra.best();

  @Test
  void features_words_areAveragedLaggedAndTrimmed() {
    FMatrixRMaj words = new FMatrixRMaj(new float[][] {{9}, {1}, {3}, {5}, {7}});
    int[] trs = {-1, 0, 0, 3, 4};

    WordDesign design = design(words, trs, Lags.of(0, 1), 0, false);

    assertThat(design.matrix(fold(0, 1)).data).containsExactly(0, 2, 0, 0, 5, 0, 0, 7, 0, 0, 0, 0);
    assertThat(design.rows()).isEqualTo(6);
    assertThat(design.runOfRow()).containsExactly(0, 0, 0, 1, 1, 1);
  }

  @Test
  void features_zScored_areStandardisedWithinRuns() {
    FMatrixRMaj words = Matrices.normal(8, 3, 1);
    int[] trs = IntStream.range(0, 8).toArray();

    FMatrixRMaj z = design(words, trs, Lags.of(0), 0, true).matrix(fold(0, 1));

    FMatrixRMaj plain = design(words, trs, Lags.of(0), 0, false).matrix(fold(0, 1));
    assertThat(z.data)
        .containsExactly(
            Standardize.perRun(plain, new int[] {0, 0, 0, 1, 1, 1}).data, offset(1e-6f));
  }

  @Test
  void components_wordsOutsideTrainingTrs_doNotMatter() {
    FMatrixRMaj words = Matrices.normal(24, 5, 2);
    int[] trs = IntStream.range(0, 24).map(w -> w / 3).toArray();
    FMatrixRMaj changed = words.copy();
    changed.set(23, 0, 1000); // TR 7, row 5: test
    changed.set(0, 0, 1000); // TR 0: trimmed, so of no row
    Fold fold = new Fold(0, new int[] {0, 1, 2, 3}, new int[] {4, 5});

    FMatrixRMaj before = design(words, trs, Lags.of(0), 2, false).matrix(fold);
    FMatrixRMaj after = design(changed, trs, Lags.of(0), 2, false).matrix(fold);

    assertThat(before.numCols).isEqualTo(2);
    for (int i = 0; i < 5; i++) {
      assertThat(after.get(i, 0)).isEqualTo(before.get(i, 0));
    }
    assertThat(after.get(5, 0)).isNotEqualTo(before.get(5, 0));
  }

  @Test
  void components_ofAnotherFold_differ() {
    WordDesign design =
        design(
            Matrices.normal(24, 5, 3),
            IntStream.range(0, 24).map(w -> w / 3).toArray(),
            Lags.of(0, 1),
            2,
            false);
    assertThat(design.matrix(fold(0, 1)).data).isNotEqualTo(design.matrix(fold(4, 5)).data);
  }

  @Test
  void input_impossible_isRefused() {
    FMatrixRMaj words = new FMatrixRMaj(2, 1);
    assertThatThrownBy(() -> design(words, new int[3], Lags.of(0), 0, false))
        .hasMessageContaining("2 != 3");
    assertThatThrownBy(() -> design(words, new int[] {0, 8}, Lags.of(0), 0, false))
        .hasMessageContaining("TR of word 1 is 8");
  }

  private static WordDesign design(
      FMatrixRMaj words, int[] trs, Lags lags, int components, boolean zScore) {
    return new WordDesign(ALGEBRA, words, trs, RUNS, KEPT, lags, components, zScore);
  }

  private static Fold fold(int... test) {
    int[] train =
        IntStream.range(0, 6).filter(i -> IntStream.of(test).noneMatch(t -> t == i)).toArray();
    return new Fold(0, train, test);
  }
}
