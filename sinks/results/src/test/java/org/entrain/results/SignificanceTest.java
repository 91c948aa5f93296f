package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.tested;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Benjamini–Hochberg over what is tested for a participant. */
@ParameterizedClass
@EnumSource(TestStore.class)
class SignificanceTest {

  @Parameter TestStore stores;
  @TempDir Path folder;
  private ResultStore results;
  private ResultSink sink;

  @BeforeEach
  void open() {
    results = stores.open(folder);
    sink = results.sink();
    sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0, 1)));
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void share_ofOneFit_isCountedByHand() {
    // p · 10 / rank: .01, .04 (up to rank 2), .13, .1025, .082, .07, .60…: the second is the last
    // below .05; a tie at rank 2 and 3 is .04 · 10 / 3 > .05.
    double[] p = {0.039, 0.001, 0.041, 0.008, 0.041, 0.042, 0.06, 0.074, 0.205, 0.9};
    sink.apply(batch(tested(fit("u", 0, "F", 10, 0), p)));
    assertThat(shares()).containsExactly(new SignificantShare("m", 0, 0, "initial", "F", 0.2));
  }

  @Test
  void share_ofTies_isJudgedAtTheirLastRank() {
    // .03 · 4 / 1 is far above .05, but three are tied: .03 · 4 / 3 = .04.
    sink.apply(batch(tested(fit("u", 0, "F", 4, 0), 0.03, 0.03, 0.03, 1)));
    assertThat(shares()).extracting(SignificantShare::share).containsExactly(0.75);
  }

  @Test
  void share_ofAStepUp_includesSmallerPThatFailByThemselves() {
    // .02 · 3 / 1 = .06 fails, but .03 · 3 / 2 = .045 and .049 · 3 / 3 = .049 hold.
    sink.apply(batch(tested(fit("u", 0, "F", 3, 0), 0.02, 0.03, 0.049)));
    assertThat(shares()).extracting(SignificantShare::share).containsExactly(1.0);
  }

  @Test
  void share_isJointOverLayersAndStepsOfAParticipant_andApartForOthers() {
    sink.apply(batch(checkpoint("m", 1, "j"), plan("v", "j", 0)));
    // Alone .02 holds; among five voxels of F .02 · 5 does not.
    sink.apply(batch(tested(fit("u", 0, "F", 1, 0), 0.02), tested(fit("u", 0, "G", 1, 0), 0.02)));
    assertThat(shares()).extracting(SignificantShare::share).containsExactly(1.0, 1.0);
    sink.apply(
        batch(tested(fit("u", 1, "F", 2, 0), 0.5, 0.6), tested(fit("v", 0, "F", 2, 0), 0.7, 0.8)));
    assertThat(shares())
        .extracting(
            share -> share.step() + "/" + share.layer() + share.participant(), s -> s.share())
        .containsExactly(
            tuple("0/0F", 0.0), tuple("0/0G", 1.0), tuple("0/1F", 0.0), tuple("1/0F", 0.0));
  }

  @Test
  void share_ofEqualWeights_countsThemOnce() {
    // Among three voxels .02 · 3 = .06; were the first one counted twice, .02 · 4 / 2 = .04.
    sink.apply(batch(checkpoint("m", 1, "i"), checkpoint("m", 2, "j"), plan("v", "j", 0)));
    sink.apply(
        batch(tested(fit("u", 0, "F", 1, 0), 0.02), tested(fit("v", 0, "F", 2, 0), 0.9, 0.9)));
    assertThat(shares())
        .containsExactly(
            new SignificantShare("m", 0, 0, "initial", "F", 0),
            new SignificantShare("m", 1, 0, "initial", "F", 0),
            new SignificantShare("m", 2, 0, "initial", "F", 0));
  }

  @Test
  void share_ofABaseline_isItsOwn() {
    sink.apply(
        batch(
            checkpoint("baseline-word-rate", 0, "w", SourceKind.WORD_RATE),
            plan("x", "w", 0),
            tested(fit("x", 0, "F", 2, 0), 0.9, 0.9),
            tested(fit("u", 0, "F", 1, 0), 0.02)));
    assertThat(shares())
        .containsExactly(
            new SignificantShare("baseline-word-rate", 0, 0, "initial", "F", 0),
            new SignificantShare("m", 0, 0, "initial", "F", 1));
  }

  @Test
  void share_ofABaselineWithTwoNames_isThatOfOneFamily() {
    sink.apply(
        batch(
            checkpoint("baseline-a", 0, "w", SourceKind.RANDOM),
            checkpoint("baseline-b", 0, "w", SourceKind.RANDOM),
            plan("x", "w", 0),
            tested(fit("x", 0, "F", 2, 0), 0.01, 0.9)));
    assertThat(shares())
        .containsExactly(
            new SignificantShare("baseline-a", 0, 0, "initial", "F", 0.5),
            new SignificantShare("baseline-b", 0, 0, "initial", "F", 0.5));
  }

  @Test
  void voxels_withoutTest_areNotCounted() {
    sink.apply(batch(tested(fit("u", 0, "F", 2, 0), 0.02, Double.NaN), fit("u", 1, "F", 3, 0)));
    assertThat(shares()).containsExactly(new SignificantShare("m", 0, 0, "initial", "F", 1));
    assertThat(results.queries().summary().significant()).isEmpty();
  }

  @Test
  void share_ofManyVoxels_equalsTheDefinition() {
    Random random = new Random(11);
    double[] p = new double[20_000];
    Arrays.setAll(p, v -> (1 + random.nextInt(v % 4 == 0 ? 10 : 1000)) / 1001.0);
    sink.apply(batch(tested(fit("u", 0, "F", p.length, 0), p)));
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    int significant = 0;
    for (int rank = 1; rank <= sorted.length; rank++) {
      significant = sorted[rank - 1] * sorted.length / rank < 0.05 ? rank : significant;
    }
    assertThat(significant).isBetween(4_000, 6_000);
    assertThat(shares())
        .extracting(SignificantShare::share)
        .containsExactly(significant / (double) p.length);
  }

  @Test
  void significance_ofTheWrongShape_isRefused() {
    Score fit = fit("u", 0, "F", 2, 0);
    assertRefused(tested(fit, 0.1), "2 folds × 2 voxels, but 8 and 0 bytes of p and accuracy");
    assertRefused(tested(fit, 0.1, 1.5), "p 1.5");
    assertRefused(Events.inner(fit, 0.1), "innerR2 of 1 folds");
    assertRefused(Score.newBuilder(fit).setPermutations(-1).build(), "-1 permutations");
    assertRefused(
        Score.newBuilder(fit).setAccuracy(Vectors.ofDoubles(new double[3])).build(),
        "0 and 24 bytes");
  }

  private void assertRefused(Score score, String message) {
    assertThatThrownBy(() -> sink.apply(batch(score)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private List<SignificantShare> shares() {
    return results.queries().summaryWithSignificance().significant();
  }
}
