package org.entrain.math;

import java.util.List;

/**
 * A named, complete set of choices from words to scores.
 *
 * @param name what users call it
 * @param lags lags of the features, in TRs
 * @param pcaComponents components per layer, fitted on the words of training TRs; 0: no PCA
 * @param zScorePerRun whether kept feature rows are standardised within each run before the folds
 * @param firstWordsLeftOut words at the start of the stimulus that belong to no TR
 * @param fit folds and penalties
 */
public record EncodingPreset(
    String name,
    Lags lags,
    int pcaComponents,
    boolean zScorePerRun,
    int firstWordsLeftOut,
    EncodingSettings fit) {

  private static final List<Double> TO_TEN = PenaltyChoice.powersOfTen(-6, 10);
  private static final List<Double> TO_NINE = PenaltyChoice.powersOfTen(-6, 9);

  /** 5 contiguous folds, gap 5, lags 0–4, λ = 10^-6 … 10^10. */
  public static final EncodingPreset PAPER =
      new EncodingPreset(
          "paper",
          Lags.of(0, 1, 2, 3, 4),
          0,
          false,
          0,
          EncodingSettings.protocol(
              FoldScheme.contiguous(5), 5, PenaltyChoice.protocol(TO_TEN, 10)));

  /** The published code with its pairing of words and TRs mended: PCA to 10, lags 0–3. */
  public static final EncodingPreset PUBLISHED_CAUSAL =
      new EncodingPreset(
          "published-causal",
          Lags.of(0, 1, 2, 3),
          10,
          false,
          0,
          EncodingSettings.protocol(
              FoldScheme.contiguous(5), 5, PenaltyChoice.protocol(TO_NINE, 10)));

  /**
   * Toneva and Wehbe (2019): 4 contiguous folds, PCA to 10, lags 1–4, z-scored runs, 20 versus 20
   * test rows classified 1,000 times.
   */
  public static final EncodingPreset TONEVA_WEHBE =
      new EncodingPreset(
          "toneva-wehbe",
          Lags.of(1, 2, 3, 4),
          10,
          true,
          20,
          EncodingSettings.protocol(
                  FoldScheme.contiguous(4), 5, PenaltyChoice.protocol(TO_NINE, 10))
              .with(new Classification(1_000, 20, 1)));

  /** {@link #PAPER} with one fold per run and no gap. */
  public static final EncodingPreset LEAVE_ONE_RUN_OUT =
      new EncodingPreset(
          "leave-one-run-out",
          PAPER.lags(),
          0,
          false,
          0,
          EncodingSettings.protocol(FoldScheme.perRun(), 0, PenaltyChoice.protocol(TO_TEN, 10)));

  /**
   * What is recommended: nothing of a test row reaches its training, and every score has a p. See
   * docs/method.md for each choice.
   */
  public static final EncodingPreset STRICT =
      new EncodingPreset(
          "strict",
          PAPER.lags(),
          0,
          false,
          0,
          new EncodingSettings(
              FoldScheme.perRunOr(5),
              5,
              new PenaltyChoice(
                  TO_TEN,
                  FoldScheme.contiguous(10),
                  5,
                  Criterion.SQUARED_ERROR,
                  PenaltyScope.VOXEL,
                  true),
              TestScaling.TRAINING,
              true,
              new Significance(10_000, 10, 1, false),
              null));

  /** All presets, the default first. */
  public static List<EncodingPreset> all() {
    return List.of(STRICT, PAPER, PUBLISHED_CAUSAL, TONEVA_WEHBE, LEAVE_ONE_RUN_OUT);
  }

  /**
   * The preset of this name.
   *
   * @throws IllegalArgumentException if there is none, listing those there are
   */
  public static EncodingPreset named(String name) {
    return all().stream()
        .filter(p -> p.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no preset '%s'; there are %s"
                        .formatted(name, all().stream().map(EncodingPreset::name).toList())));
  }
}
