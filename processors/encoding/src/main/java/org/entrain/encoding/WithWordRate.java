package org.entrain.encoding;

import java.util.List;
import org.entrain.math.Band;
import org.entrain.math.BandSearch;
import org.entrain.math.BandedDesign;
import org.entrain.math.BandedEngine;
import org.entrain.math.Design;
import org.entrain.math.EncodingSettings;
import org.entrain.schemas.avro.Plan;

/**
 * The joint model of word rate and a layer, each with a weight of its own, which says what the
 * layer adds beyond word rate. Word rate follows from the layer's own plan, so it has the same
 * words, lags and rows.
 */
final class WithWordRate {

  /** Variant of its scores. */
  static final String VARIANT = "with-word-rate";

  private static final String WORD_RATE = "word-rate";
  private static final String LAYER = "layer";

  private final BandedEngine engine;
  private final EncodingSettings settings;
  private final BandSearch search;
  private final boolean zScorePerRun;

  /**
   * @param zScorePerRun whether rows of the word rate are standardised within each run, as those of
   *     the layer are
   */
  WithWordRate(
      BandedEngine engine, EncodingSettings settings, BandSearch search, boolean zScorePerRun) {
    this.engine = engine;
    this.settings = settings;
    this.search = search;
    this.zScorePerRun = zScorePerRun;
  }

  /**
   * Prepares the model; holds no memory of size.
   *
   * @throws IllegalArgumentException if rows of plan and layer differ, or are too few
   */
  BandedDesign prepare(Design layer, Plan plan) {
    List<Band> bands =
        List.of(new Band(WORD_RATE, Baseline.wordRate(plan, zScorePerRun)), new Band(LAYER, layer));
    return engine.prepare(bands, Rows.runs(plan), settings, search);
  }
}
