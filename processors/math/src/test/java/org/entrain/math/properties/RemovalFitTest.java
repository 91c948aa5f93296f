package org.entrain.math.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Laws of the removal of a property, on simulated representations. */
class RemovalFitTest {

  private static final int WORDS = 60;
  private static final int WIDTH = 5;
  private static final double[] LAMBDAS = {1e-5, 1, 1e5};
  private static final Labels LABELS =
      new Labels("shape", List.of("a", "b", "c"), Simulations.classes(WORDS, 3, 1));

  private final FMatrixRMaj words = Simulations.words(LABELS, WIDTH, 2);

  @Test
  void ordinalCodes_areNumbersOfTheirOwnOrPlaces() {
    List<String> integers = List.of("0", "1", "3");
    assertThat(Coding.ORDINAL.of(integers)).isEqualTo(Coding.NUMBER);
    assertThat(Coding.NUMBER.codes(integers).data).containsExactly(0, 1, 3);
    // As removals of earlier versions have it.
    assertThat(Coding.ORDINAL.codes(integers).data).containsExactly(0, 1, 2);
    assertThat(Coding.ORDINAL.of(List.of("0", "1", "2"))).isEqualTo(Coding.ORDINAL);
    assertThat(Coding.ORDINAL.of(List.of("b", "a", "3"))).isEqualTo(Coding.ORDINAL);
    assertThat(Coding.ONE_HOT.of(integers)).isEqualTo(Coding.ONE_HOT);
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void fit_eachPenalty_solvesTheNormalEquationsWithAFreeIntercept(Coding coding) {
    for (double lambda : LAMBDAS) {
      Removal removal = new RemovalFit(WORDS, 4, new double[] {lambda}, coding).fit(words, LABELS);
      DMatrixRMaj codes = coding.codes(LABELS.classes());
      int q = codes.numCols;
      // Unknowns are the rows of θ and b: [T 1]ᵀ[T 1] plus λ for the rows of θ alone.
      DMatrixRMaj t = new DMatrixRMaj(WORDS, q + 1);
      DMatrixRMaj w = new DMatrixRMaj(WORDS, WIDTH);
      for (int i = 0; i < WORDS; i++) {
        for (int j = 0; j < q; j++) {
          t.set(i, j, codes.get(LABELS.classOf()[i], j));
        }
        t.set(i, q, 1);
        for (int h = 0; h < WIDTH; h++) {
          w.set(i, h, words.get(i, h));
        }
      }
      DMatrixRMaj gram = new DMatrixRMaj(q + 1, q + 1);
      CommonOps_DDRM.multTransA(t, t, gram);
      for (int j = 0; j < q; j++) {
        gram.add(j, j, lambda);
      }
      DMatrixRMaj right = new DMatrixRMaj(q + 1, WIDTH);
      CommonOps_DDRM.multTransA(t, w, right);
      DMatrixRMaj left = new DMatrixRMaj(q + 1, WIDTH);
      DMatrixRMaj solution = new DMatrixRMaj(q + 1, WIDTH);
      System.arraycopy(removal.theta().data, 0, solution.data, 0, q * WIDTH);
      System.arraycopy(removal.intercept(), 0, solution.data, q * WIDTH, WIDTH);
      CommonOps_DDRM.mult(gram, solution, left);
      assertThat(left.data).containsExactly(right.data, within(1e-4));
    }
  }

  @Test
  void residual_withoutPenalty_hasTheSameMeanInEveryClass() {
    Removal removal =
        new RemovalFit(WORDS, 4, new double[] {1e-9}, Coding.ONE_HOT).fit(words, LABELS);
    FMatrixRMaj residual = removal.residual(words, LABELS);
    for (int c = 0; c < 3; c++) {
      for (int h = 0; h < WIDTH; h++) {
        double sum = 0;
        for (int i = 0; i < WORDS; i++) {
          sum += LABELS.classOf()[i] == c ? residual.get(i, h) : 0;
        }
        assertThat(sum).isCloseTo(0, within(1e-4));
      }
    }
  }

  @Test
  void fit_ofLabelsThatTheWordsIgnore_takesTheLargestPenalty() {
    FMatrixRMaj noise = Simulations.noise(WORDS, WIDTH, 3);
    Labels coin = new Labels("coin", List.of("0", "1"), Simulations.classes(WORDS, 2, 4));
    Removal removal = new RemovalFit(WORDS, 4, LAMBDAS, Coding.ONE_HOT).fit(noise, coin);
    assertThat(removal.lambda()).isEqualTo(1e5);
  }

  @Test
  void fit_wordsOfAnotherNumber_isRefusedWithTheNumbers() {
    RemovalFit fit = new RemovalFit(WORDS + 1, 4, LAMBDAS, Coding.ONE_HOT);
    assertThatThrownBy(() -> fit.fit(words, LABELS))
        .hasMessageContaining("61")
        .hasMessageContaining("60");
    assertThatThrownBy(() -> new RemovalFit(3, 4, LAMBDAS, Coding.ONE_HOT))
        .hasMessageContaining("3");
  }

  @Test
  void labels_ofOneClassOrOutside_areRefused() {
    assertThatThrownBy(() -> new Labels("p", List.of("a"), new int[3]))
        .hasMessageContaining("1 classes");
    List<String> many = java.util.Collections.nCopies(65, "a");
    assertThatThrownBy(() -> new Labels("p", many, new int[3])).hasMessageContaining("65 classes");
    assertThatThrownBy(() -> new Labels("p", List.of("a", "b"), new int[] {0, 2}))
        .hasMessageContaining("word 1: class 2 of 2");
  }
}
