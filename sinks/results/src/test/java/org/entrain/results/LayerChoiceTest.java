package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.classified;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.inner;
import static org.entrain.results.Events.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.entrain.results.LayerChoice.Fold;
import org.entrain.schemas.avro.Score;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers chosen by the inner folds; r of fold f of a fit is its base + f / 1000. */
@ParameterizedClass
@EnumSource(TestStore.class)
class LayerChoiceTest {

  @Parameter TestStore stores;
  @TempDir Path folder;
  private ResultStore results;
  private ResultSink sink;

  @BeforeEach
  void open() {
    results = stores.open(folder);
    sink = results.sink();
    sink.apply(batch(checkpoint("m", 4, "i"), plan("u", "i", 0, 1, 2)));
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void layer_ofEachFold_isTheOneBestInsideTheTrainingRows() {
    sink.apply(
        batch(
            inner(fit("u", 0, "F", 1, 0.9), 0.1, 0.2),
            inner(fit("u", 1, "F", 1, 0.5), 0.3, 0.2),
            inner(fit("u", 2, "F", 1, 0.1), 0.2, 0.4)));
    LayerChoice choice = only().choices().get("F");
    assertThat(choice.folds()).containsExactly(fold(0, 4, 1, 0.3, 0.5), fold(1, 4, 2, 0.4, 0.101));
    assertThat(choice.meanR()).isCloseTo((0.5 + 0.101) / 2, within(1e-15));
    // On test rows another layer would have been picked.
    assertThat(only().best().orElseThrow().layer()).isZero();
  }

  @Test
  void layers_equallyGood_giveTheLower() {
    sink.apply(
        batch(
            inner(fit("u", 2, "F", 1, 0.9), 0.1, 0.1), inner(fit("u", 1, "F", 1, 0.5), 0.1, 0.1)));
    assertThat(only().choices().get("F").folds()).extracting(Fold::layer).containsExactly(1, 1);
  }

  @Test
  void layer_withoutInnerFolds_leavesItsParticipantWithoutChoice() {
    sink.apply(
        batch(
            inner(fit("u", 0, "F", 1, 0.2), 0.1, 0.1),
            inner(fit("u", 0, "G", 1, 0.4), 0.1, 0.1),
            fit("u", 1, "G", 1, 0.4)));
    assertThat(only().choices()).containsOnlyKeys("F");
    assertThat(only().chosen()).isEmpty();
    sink.apply(batch(inner(fit("u", 1, "G", 1, 0.6), 0.2, 0.2)));
    assertThat(only().chosen()).hasValueCloseTo((0.2005 + 0.6005) / 2, within(1e-12));
    sink.apply(batch(inner(fit("u", 1, "G", 1, 0.6), 0.2, Double.NaN)));
    assertThat(only().chosen()).isEmpty();
  }

  @Test
  void fit_rescored_isChosenByItsNewFolds() {
    sink.apply(
        batch(
            inner(fit("u", 0, "F", 1, 0.2), 0.9, 0.9), inner(fit("u", 1, "F", 1, 0.4), 0.5, 0.5)));
    sink.apply(batch(inner(fit("u", 0, "F", 1, 0.3), 0.1, 0.1)));
    assertThat(only().choices().get("F").folds()).extracting(Fold::layer).containsExactly(1, 1);
  }

  @Test
  void noise_scoredAtTheLayerPickedOnTestRows_isNotZero_butChosenIs() {
    // Simulated: no layer predicts anything, r and inner R² are noise of standard deviation 0.1.
    Random random = new Random(7);
    List<Score> fits = new ArrayList<>();
    for (int person = 0; person < 60; person++) {
      for (int layer = 0; layer < 12; layer++) {
        double r = 0.1 * random.nextGaussian();
        Score fit = fit("u", layer, "P" + person, 1, r - 0.0005);
        fits.add(inner(fit, random.nextGaussian(), random.nextGaussian()));
      }
    }
    sink.apply(batch(fits.toArray(Score[]::new)));
    CheckpointSummary summary = only();
    double picked =
        summary.choices().keySet().stream()
            .mapToDouble(
                name ->
                    summary.layers().stream()
                        .mapToDouble(layer -> layer.byParticipant().get(name))
                        .max()
                        .orElseThrow())
            .average()
            .orElseThrow();
    assertThat(picked).isGreaterThan(0.13);
    // Standard error 0.1 / √60 / √2 to 0.1 / √60.
    assertThat(summary.chosen().orElseThrow()).isBetween(-0.039, 0.039);
  }

  @Test
  void choices_ofSteps_areComparedFoldByFold() {
    LayerChoice early = new LayerChoice(List.of(fold(0, 1, 3, 0.5, 0.1), fold(1, 1, 3, 0.2, 0.2)));
    LayerChoice late = new LayerChoice(List.of(fold(0, 9, 0, 0.4, 0.3), fold(1, 9, 1, 0.6, 0.4)));
    LayerChoice among = LayerChoice.among(List.of(late, early));
    assertThat(among.folds()).containsExactly(fold(0, 1, 3, 0.5, 0.1), fold(1, 9, 1, 0.6, 0.4));
    assertThat(among.majority()).extracting(Fold::step).containsExactly(1L);
  }

  @Test
  void accuracy_isThatOfTheChosenLayersOnceAllHaveOne() {
    sink.apply(
        batch(
            classified(inner(fit("u", 0, "F", 2, 0.9), 0.1, 0.2), 0.5, 0.6, 0.7, 0.9),
            classified(inner(fit("u", 1, "F", 2, 0.5), 0.3, 0.1), 0.8, 1, 0, 0)));
    assertThat(only().accuracy()).hasValueCloseTo((0.9 + 0.8) / 2, within(1e-12));
    sink.apply(batch(inner(fit("u", 0, "G", 2, 0.4), 0.1, 0.1)));
    assertThat(only().accuracy()).isEmpty();
  }

  private static Fold fold(int fold, long step, int layer, double innerR2, double meanR) {
    return new Fold(fold, step, layer, innerR2, meanR, OptionalDouble.empty());
  }

  private CheckpointSummary only() {
    return results.queries().summary().checkpoints().get(0);
  }
}
