package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {

  @Test
  void contiguous_gap_dropsTrainingRowsAtTheEndsAndTestRowsBetween() {
    List<Fold> folds = Folds.outer(FoldScheme.contiguous(3), 2, new int[20]);

    assertThat(folds).hasSize(3);
    assertThat(folds.get(0).test()).containsExactly(range(0, 6));
    assertThat(folds.get(0).train()).containsExactly(range(8, 20));
    assertThat(folds.get(1).test()).containsExactly(8, 9);
    assertThat(folds.get(1).train())
        .containsExactly(0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17, 18, 19);
    assertThat(folds.get(2).test()).containsExactly(range(12, 20));
    assertThat(folds.get(2).train()).containsExactly(range(0, 10));
  }

  @Test
  void perRun_noGap_testsEachRunOnce() {
    List<Fold> folds = Folds.outer(FoldScheme.perRun(), 0, new int[] {4, 4, 1, 1, 1, 2});

    assertThat(folds.stream().map(f -> IntStream.of(f.test()).boxed().toList()))
        .containsExactly(List.of(0, 1), List.of(2, 3, 4), List.of(5));
    assertThat(folds.get(1).train()).containsExactly(0, 1, 5);
  }

  @Test
  void inner_rest_goesToTheFirstFolds() {
    assertThat(inner(FoldScheme.contiguous(5), 0, 23))
        .extracting(fold -> fold.held()[0])
        .containsExactly(0, 5, 10, 15, 19);
  }

  @Test
  void outer_impossible_isRefusedWithTheNumbers() {
    assertThatThrownBy(() -> Folds.outer(FoldScheme.contiguous(5), 0, new int[4]))
        .hasMessageContaining("4 < 5");
    assertThatThrownBy(() -> Folds.outer(FoldScheme.contiguous(3), 2, new int[12]))
        .hasMessageContaining("fold 1 of 3 is empty after a gap of 2");
    assertThatThrownBy(() -> Folds.outer(FoldScheme.perRun(), 0, new int[] {1, 1}))
        .hasMessageContaining("2 or more runs: 1");
    assertThatThrownBy(() -> Folds.outer(FoldScheme.perRun(), 0, new int[] {1, 2, 1}))
        .hasMessageContaining("run 1 starts again at row 2");
    assertThatThrownBy(() -> inner(FoldScheme.contiguous(10), 0, 3)).hasMessageContaining("3 < 10");
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  @Test
  void grouped_runs_areWholeAndBalanced() {
    int[] runs = {0, 0, 0, 1, 2, 2, 3, 3, 3, 3};
    List<Fold> folds = Folds.outer(FoldScheme.grouped(2), 0, runs);
    assertThat(folds.get(0).test()).containsExactly(3, 6, 7, 8, 9);
    assertThat(folds.get(1).test()).containsExactly(0, 1, 2, 4, 5);
    assertThat(Folds.outer(FoldScheme.grouped(2), 1, runs).get(0).train()).containsExactly(0, 1);
    assertThatThrownBy(() -> Folds.outer(FoldScheme.grouped(5), 0, runs))
        .hasMessage("fewer runs than folds: 4 < 5");
  }

  @Test
  void perRunOr_oneRun_isCutIntoBlocks() {
    assertThat(Folds.outer(FoldScheme.perRunOr(3), 1, new int[12])).hasSize(3);
    assertThat(Folds.outer(FoldScheme.perRunOr(3), 1, new int[] {0, 0, 0, 1, 1}))
        .extracting(fold -> fold.test().length)
        .containsExactly(3, 2);
  }

  @Test
  void inner_gap_leavesOutNearRowsOfTheSameRunAlone() {
    // Rows 4 and 5 are not training rows; the run changes at row 9.
    int[] train = {0, 1, 2, 3, 6, 7, 8, 9, 10, 11};
    int[] runs = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1};
    List<InnerFold> folds = Folds.inner(FoldScheme.contiguous(5), 2, train, runs);
    assertThat(folds.get(1).held()).containsExactly(2, 3);
    assertThat(folds.get(1).left()).containsExactly(0, 1, 2, 3);
    assertThat(folds.get(3).held()).containsExactly(6, 7);
    assertThat(folds.get(3).left()).containsExactly(4, 5, 6, 7, 8, 9);
    assertThatThrownBy(() -> inner(FoldScheme.contiguous(2), 9, 8))
        .hasMessageContaining("inner fold 0 of 2 has no row to fit after a gap of 9: 8");
  }

  private static List<InnerFold> inner(FoldScheme scheme, int gap, int rows) {
    return Folds.inner(scheme, gap, IntStream.range(0, rows).toArray(), new int[rows]);
  }
}
