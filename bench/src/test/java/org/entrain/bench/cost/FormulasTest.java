package org.entrain.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Counts of a run small enough to count by hand. */
class FormulasTest {

  private static final ModelShape MODEL = new ModelShape("small", 3, 10, 100, 4);

  /** 2 checkpoints × 4 layers, 7 words, 5 TRs, 5 folds, 2 lags, 3 people × 11 voxels. */
  private static final Work WORK = new Work(MODEL, 2, 4, 7, 20, 8, 5, 5, 2, 3, 11, 100, 1);

  /**
   * Windows of 8 tokens, H² = 100; 12 different tokens among the 32 of a pass. First block: 8
   * outputs and 11 × 8 × 12/32 = 33; middle: 96; last: 16 for keys and values, 10 for the rest.
   */
  @Test
  void flops_ofWindow_isWhatIsLeftOfTwoPerWeightAndPosition() {
    double weights = 2 * 100 * (8 + 33 + 96 + 16 + 10);
    double attention = 4 * 3 * 8 * 8 * 10;
    double head = 2 * 10 * 100;

    assertThat(MODEL.flops(8)).isCloseTo(weights + attention + head, within(1e-9));
  }

  @Test
  void parameters_ofPythia160M_areThePublished() {
    assertThat(RealShape.PYTHIA_160M.parameters()).isCloseTo(162.3e6, within(0.2e6));
  }

  @Test
  void parameters_ofPythia69B_areThePublished() {
    assertThat(Campaign.MODELS.get(5).parameters()).isCloseTo(6.86e9, within(0.01e9));
  }

  /** Each of 8 layers as it is and without the property, random vectors; and word rate. */
  @Test
  void fits_areOfEveryVariantAndTheBaselines() {
    assertThat(WORK.designs()).isEqualTo(17);
    assertThat(WORK.fits()).isEqualTo(18 * 3);
  }

  @Test
  void counts_ofRidge_areThoseOfItsShape() {
    assertThat(WORK.training()).isEqualTo(4);
    assertThat(WORK.features()).isEqualTo(20);
    assertThat(WORK.scores()).isEqualTo(54 * 11 * 5);
    assertThat(WORK.permuted()).isEqualTo(54 * 11 * 100 * 0.5);
  }

  @Test
  void bytes_ofTopics_areThoseOfTheirArrays() {
    assertThat(TopicBytes.recordings(WORK)).isEqualTo(3 * 5 * 11 * 4);
    assertThat(TopicBytes.activations(WORK)).isEqualTo(8 * 7 * 10 * 4);
    assertThat(TopicBytes.features(WORK)).isEqualTo(8 * 5 * 20 * 4);
    assertThat(TopicBytes.scores(WORK)).isEqualTo(54 * 11 * (5 * 17 + 8));
  }

  /** 4 layers × 80 bytes a TR of blocks of 64 KiB; half of every row is new. */
  @Test
  void compressedFeatures_ofShortRows_areLittleMoreThanWhatIsNew() {
    assertThat(TopicBytes.compressedFeatures(WORK))
        .isCloseTo(8 * 5 * 80 * (0.5 + 0.5 * 320 / 65_536), within(1e-9));
  }

  /** 4 layers × 200 bytes a TR; a fifth of every row is new. */
  @Test
  void compressedFeatures_ofMoreLags_areLess() {
    Work work = new Work(MODEL, 2, 4, 7, 20, 8, 5, 5, 5, 3, 11, 100, 1);

    assertThat(TopicBytes.compressedFeatures(work))
        .isCloseTo(8 * 5 * 200 * (0.2 + 0.8 * 800 / 65_536), within(1e-9));
  }

  @Test
  void compressedFeatures_ofRowsThatFillABlock_areTheArrays() {
    Work work = Campaign.of(RealShape.PYTHIA_160M, 8, 27_000, 0).work();

    assertThat(TopicBytes.compressedFeatures(work)).isEqualTo(TopicBytes.features(work));
  }

  @Test
  void terms_ofEncoding_countProductsInBillions() {
    double[] counts =
        Term.ofCpu(Part.ENCODING).stream()
            .mapToDouble(term -> term.count().applyAsDouble(WORK))
            .toArray();

    assertThat(counts)
        .containsExactly(
            new double[] {
              1,
              54,
              17 * 5 * 16 * 20 / 1e9,
              17 * 5 * 64 / 1e9,
              17 * 3 * 11 * 5 * 16 / 1e9,
              54 * 11 * 5 * 5 / 1e9,
              54 * 11 * 100 * 0.5 / 1e9
            },
            within(1e-18));
  }
}
