package org.entrain.math.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.LinearAlgebra;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Hessian against one summed word by word, and what a probe gains by it. */
class DenseCurvatureTest {

  private static final int WORDS = 90;
  private static final int WIDTH = 4;
  private static final double STRENGTH = 3;

  private final LinearAlgebra algebra = LinearAlgebra.ejml();

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void solve_ofTheHessianTimesAVector_givesItBack(int classes) {
    Labels labels =
        new Labels(
            "p",
            IntStream.range(0, classes).mapToObj(String::valueOf).toList(),
            Simulations.classes(WORDS, classes, 1));
    FMatrixRMaj words = Simulations.words(labels, WIDTH, 2);
    PrincipalAxes axes = PrincipalAxes.of(algebra, 1, words);
    boolean[] train = new boolean[WORDS];
    IntStream.range(0, WORDS).filter(i -> i % 3 > 0).forEach(i -> train[i] = true);
    Offsets offsets = new Offsets(labels.classOf(), random(classes, WIDTH, 3));
    LogisticFit fit = new LogisticFit(labels.classOf(), classes, train, offsets, axes.squares());
    fit.begin(STRENGTH); // at w = 0, where all classes are as likely

    DenseCurvature hessian = DenseCurvature.of(algebra, 1, axes, fit);

    double[] v = new Random(4).doubles(DenseCurvature.unknowns(fit.columns(), WIDTH)).toArray();
    double[] product = product(axes, offsets, train, fit, classes, v);
    assertThat(hessian).isNotNull();
    hessian.solve(product);
    assertThat(product).containsExactly(v, within(1e-5));
  }

  /** Hessian times v at w = 0, along the axes of the classes, the first of which drops out. */
  private static double[] product(
      PrincipalAxes axes,
      Offsets offsets,
      boolean[] train,
      LogisticFit fit,
      int classes,
      double[] v) {
    int width = WIDTH + 1;
    double q = 1.0 / classes;
    double[] product = new double[v.length];
    int word = 0;
    for (DMatrixRMaj stripe : axes.stripes()) {
      for (int i = 0; i < stripe.numRows; i++, word++) {
        if (!train[word]) {
          continue;
        }
        double[] z = new double[width];
        for (int h = 0; h < WIDTH; h++) {
          z[h] = stripe.get(i, h) - offsets.vectors().get(offsets.groupOf()[word], h);
        }
        z[WIDTH] = 1;
        int blocks = v.length / width;
        double[] along = new double[blocks];
        for (int m = 0; m < blocks; m++) {
          for (int h = 0; h < width; h++) {
            along[m] += z[h] * v[m * width + h];
          }
        }
        for (int m = 0; m < blocks; m++) {
          for (int n = 0; n < blocks; n++) {
            double weight = classes == 2 ? q * (1 - q) : covariance(fit.classAxes(), m, n, q);
            for (int h = 0; h < width; h++) {
              product[m * width + h] += STRENGTH * weight * along[n] * z[h];
            }
          }
        }
      }
    }
    for (int j = 0; j < v.length; j++) {
      product[j] += j % width == WIDTH ? 0 : v[j];
    }
    return product;
  }

  /** Of two axes under equal probabilities. */
  private static double covariance(DMatrixRMaj axes, int m, int n, double q) {
    double both = 0;
    double first = 0;
    double second = 0;
    for (int k = 0; k < axes.numCols; k++) {
      both += q * axes.get(m + 1, k) * axes.get(n + 1, k);
      first += q * axes.get(m + 1, k);
      second += q * axes.get(n + 1, k);
    }
    return both - first * second;
  }

  /** Classes that are nearly separable and of very different spreads take thousands of steps. */
  @Test
  void probe_ofNearlySeparableClasses_converges() {
    int classes = 5;
    int words = 600;
    int width = 40;
    int[] classOf = Simulations.classes(words, classes, 5);
    Random random = new Random(6);
    FMatrixRMaj x = new FMatrixRMaj(words, width);
    for (int i = 0; i < words; i++) {
      for (int h = 0; h < width; h++) {
        double spread = Math.pow(10, -3.0 * h / width);
        x.data[i * width + h] =
            (float) (spread * (random.nextGaussian() + (h % classes == classOf[i] ? 1.2 : 0)));
      }
    }
    Labels labels = new Labels("p", List.of("a", "b", "c", "d", "e"), classOf);
    ProbeSettings strong = new ProbeSettings(4, 4, List.of(1e2, 1e4, 1e6));

    ProbeResult result =
        new Probes(algebra, 1, strong).fit(x, List.of(ProbeTarget.of(labels))).get(0);

    assertThat(result.fault()).isNull();
    assertThat(result.probe()).isNotNull();
    assertThat(result.probe().accuracy()).isGreaterThan(0.8);
    assertThat(Arrays.stream(result.probe().strengths()).min().orElse(0)).isPositive();
  }

  private static DMatrixRMaj random(int rows, int columns, int seed) {
    return new DMatrixRMaj(
        rows, columns, true, new Random(seed).doubles((long) rows * columns, -1, 1).toArray());
  }
}
