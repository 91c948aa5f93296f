package org.entrain.math.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.LinearAlgebra;
import org.junit.jupiter.api.Test;

/** Laws of the probes, on simulated representations. */
class ProbesTest {

  private static final int WORDS = 200;
  private static final int WIDTH = 12;
  private static final Labels THREE =
      new Labels("three", List.of("a", "b", "c"), Simulations.classes(WORDS, 3, 1));
  private static final Labels COIN =
      new Labels("coin", List.of("0", "1"), Simulations.classes(WORDS, 2, 2));
  private static final ProbeSettings SETTINGS = new ProbeSettings(4, 3, List.of(1e-2, 1., 100.));

  private final FMatrixRMaj words = Simulations.words(THREE, WIDTH, 3);

  private static Probes probes(int threads) {
    return new Probes(LinearAlgebra.ejml(), threads, SETTINGS);
  }

  @Test
  void fit_offsets_equalsFittingTheResidualsThemselves() {
    Removal removal = new RemovalFit(WORDS, 4, new double[] {1}, Coding.ONE_HOT).fit(words, THREE);
    Probe subtracted =
        probes(1)
            .fit(words, List.of(ProbeTarget.of(THREE, Offsets.of(removal, THREE))))
            .get(0)
            .probe();
    Probe residual =
        probes(1)
            .fit(removal.residual(words, THREE), List.of(ProbeTarget.of(THREE)))
            .get(0)
            .probe();
    assertThat(subtracted.correct()).isEqualTo(residual.correct());
    assertThat(subtracted.strengths()).containsExactly(residual.strengths());
  }

  @Test
  void fit_together_equalsEachAloneOnAnyNumberOfThreads() {
    List<ProbeTarget> targets = List.of(ProbeTarget.of(THREE), ProbeTarget.of(COIN));
    List<ProbeResult> together = probes(3).fit(words, targets);
    for (int i = 0; i < targets.size(); i++) {
      ProbeResult alone = probes(1).fit(words, targets.subList(i, i + 1)).get(0);
      assertThat(together.get(i).probe().correct()).isEqualTo(alone.probe().correct());
      assertThat(together.get(i).probe().strengths()).containsExactly(alone.probe().strengths());
    }
  }

  @Test
  void fit_informativeWords_findsTheClassAndNotTheCoin() {
    List<ProbeResult> found =
        probes(1).fit(words, List.of(ProbeTarget.of(THREE), ProbeTarget.of(COIN)));
    assertThat(found.get(0).probe().accuracy()).isGreaterThan(0.8);
    assertThat(found.get(1).probe().accuracy()).isLessThan(0.65);
  }

  @Test
  void fit_lengthsOfVeryDifferentDimensions_reachesTheOptimum() throws NotConverged {
    FMatrixRMaj stretched = words.copy();
    for (int i = 0; i < stretched.getNumElements(); i++) {
      stretched.data[i] *= (float) Math.pow(10, i % WIDTH % 5 - 2.0);
    }
    for (Labels labels : List.of(THREE, COIN)) {
      assertOptimal(stretched, labels, 10);
    }
  }

  /** At the optimum the slope is 0 in every weight, computed here word by word. */
  private static void assertOptimal(FMatrixRMaj words, Labels labels, double strength)
      throws NotConverged {
    PrincipalAxes axes = PrincipalAxes.of(LinearAlgebra.ejml(), 1, words);
    boolean[] train = new boolean[WORDS];
    Arrays.fill(train, true);
    int classes = labels.classes().size();
    LogisticFit fit = new LogisticFit(labels.classOf(), classes, train, null, axes.squares());
    fit.begin(strength);
    DMatrixRMaj x = new DMatrixRMaj(WORDS, WIDTH);
    int row = 0;
    for (DMatrixRMaj stripe : axes.stripes()) {
      System.arraycopy(stripe.data, 0, x.data, row * WIDTH, stripe.getNumElements());
      row += stripe.numRows;
    }
    int columns = fit.columns();
    DMatrixRMaj weights = new DMatrixRMaj(WIDTH, columns);
    DMatrixRMaj slopes = new DMatrixRMaj(WIDTH, columns);
    while (!fit.done()) {
      fit.write(weights, 0);
      FitSums sums = fit.sums();
      DMatrixRMaj products = LinearAlgebra.ejml().multiply(x, weights);
      sums.add(products, 0, 0, new boolean[WORDS]);
      for (int h = 0; h < WIDTH; h++) {
        for (int k = 0; k < columns; k++) {
          double sum = 0;
          for (int i = 0; i < WORDS; i++) {
            sum += x.get(i, h) * products.get(i, k);
          }
          slopes.set(h, k, sum);
        }
      }
      fit.advance(new FitSums[] {sums}, slopes, 0);
    }
    for (int h = 0; h < WIDTH; h++) {
      for (int k = 0; k < columns; k++) {
        double slope = strength * slopes.get(h, k) + weights.get(h, k);
        // Against the size of the terms that cancel in it.
        assertThat(Math.abs(slope))
            .isLessThan(1e-4 * (1 + strength * Math.sqrt(axes.squares()[h])));
      }
    }
  }

  @Test
  void fit_propertyConstantInATrainingFold_failsAlone() {
    int[] late = new int[WORDS];
    Arrays.fill(late, 0, 40, 1);
    Labels rare = new Labels("rare", List.of("no", "yes"), late);
    List<ProbeResult> results =
        probes(1).fit(words, List.of(ProbeTarget.of(rare), ProbeTarget.of(COIN)));
    assertThat(results.get(0).probe()).isNull();
    assertThat(results.get(0).fault())
        .contains("rare is constant on the 100 training words of a fold");
    assertThat(results.get(1).probe()).isNotNull();
  }

  @Test
  void fit_classThatATrainingFoldLacks_goesOnWithTheOthers() {
    int[] classOf = THREE.classOf().clone();
    for (int i = 50; i < WORDS; i++) {
      classOf[i] = classOf[i] == 2 ? 1 : classOf[i];
    }
    Labels early = new Labels("early", THREE.classes(), classOf);
    ProbeResult result = probes(1).fit(words, List.of(ProbeTarget.of(early))).get(0);
    assertThat(result.fault()).isNull();
  }

  @Test
  void fit_whoseSlopeLeadsNowhere_saysThatItDoesNotConverge() throws NotConverged {
    PrincipalAxes axes = PrincipalAxes.of(LinearAlgebra.ejml(), 1, words);
    boolean[] train = new boolean[WORDS];
    Arrays.fill(train, true);
    LogisticFit fit = new LogisticFit(COIN.classOf(), 2, train, null, axes.squares());
    fit.begin(1);
    DMatrixRMaj slopes = new DMatrixRMaj(WIDTH, 1);
    Arrays.fill(slopes.data, 50);
    FitSums[] first = {sums(fit, new DMatrixRMaj(WORDS, 1))};
    fit.advance(first, slopes, 0);
    DMatrixRMaj far = new DMatrixRMaj(WORDS, 1);
    Arrays.fill(far.data, 9);
    assertThatThrownBy(
            () -> {
              while (!fit.done()) {
                fit.advance(new FitSums[] {sums(fit, far.copy())}, slopes, 0);
              }
            })
        .isInstanceOf(NotConverged.class)
        .hasMessageContaining("left to gain");
  }

  private static FitSums sums(LogisticFit fit, DMatrixRMaj products) {
    FitSums sums = fit.sums();
    sums.add(products, 0, 0, new boolean[WORDS]);
    return sums;
  }

  @Test
  void settings_thatMakeNoSense_areRefused() {
    assertThatThrownBy(() -> new ProbeSettings(1, 4, List.of(1.))).hasMessageContaining("1 folds");
    assertThatThrownBy(() -> new ProbeSettings(4, 4, List.of())).hasMessageContaining("C");
    assertThatThrownBy(() -> new ProbeSettings(4, 4, List.of(1., 1.)))
        .hasMessageContaining("ascend");
    assertThatThrownBy(() -> new ProbeSettings(4, 4, List.of(0., 1.)))
        .hasMessageContaining("above 0");
  }
}
