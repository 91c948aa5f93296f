package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected numbers by scipy 1.17.1 (pearsonr, chi2_contingency without correction). */
class AssociationTest {

  private static final double[] X = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final double[] Y = {2, 1, 4, 3, 7, 5, 9, 6};

  @Test
  void pearson_ofTwoColumns_isAsScipyHasIt() {
    PearsonTest test = PearsonTest.of(X, Y);

    assertThat(test.r()).isCloseTo(0.8193419066805778, within(1e-14));
    assertThat(test.p()).isCloseTo(0.012815422440679432, within(1e-14));
  }

  @Test
  void pearson_ofAColumnWithItself_isCertain() {
    assertThat(PearsonTest.of(X, X)).isEqualTo(new PearsonTest(1, 0));
  }

  @Test
  void pearson_ofAConstant_isUndefined() {
    assertThat(PearsonTest.of(X, new double[8]).r()).isNaN();
    assertThat(PearsonTest.of(new double[] {1, 2}, new double[] {2, 1}).p()).isNaN();
  }

  @Test
  void cramersV_ofTwoClassifications_isAsScipyHasIt() {
    CramersV test =
        CramersV.of(
            new int[] {0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 1},
            new int[] {0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1});

    assertThat(test.v()).isCloseTo(0.4780914437337574, within(1e-14));
    assertThat(test.p()).isCloseTo(0.2537442087799693, within(1e-14));
    assertThat(test.units()).isEqualTo(12);
  }

  @Test
  void cramersV_ofARule_isOneWhateverClassesAreCalled() {
    assertThat(CramersV.of(new int[] {0, 0, 1, 1}, new int[] {5, 5, 2, 2}).v()).isEqualTo(1);
  }

  @Test
  void cramersV_ofOneClass_isUndefined() {
    assertThat(CramersV.of(new int[] {0, 0}, new int[] {0, 1}).v()).isNaN();
  }

  @Test
  void columns_ofOtherLengths_areRefused() {
    assertThatThrownBy(() -> PearsonTest.of(X, new double[3]))
        .hasMessageContaining("rows of columns differ: 8 != 3");
    assertThatThrownBy(() -> CramersV.of(new int[2], new int[3])).hasMessageContaining("2 != 3");
  }
}
