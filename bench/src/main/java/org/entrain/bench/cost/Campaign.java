package org.entrain.bench.cost;

import java.util.ArrayList;
import java.util.List;

/**
 * All checkpoints of a published model against the people who read a chapter of Harry Potter.
 *
 * @param work what is computed
 */
record Campaign(Work work) {

  /** Checkpoints that are published of every Pythia. */
  static final int CHECKPOINTS = 154;

  /** Properties by the table, and the random one. */
  static final int PROPERTIES = 9;

  /**
   * Words of the chapter; the first forty or so have too little context, which is left out here.
   */
  static final int WORDS = 5_176;

  /** Tokens a word of the chapter, with its punctuation: an assumption. */
  static final double TOKENS_PER_WORD = 1.3;

  /** Kept TRs. */
  static final int ROWS = 1_211;

  private static final int RUNS = 4;
  private static final int LAGS = 5;
  private static final int WINDOW = 50;
  private static final int PERMUTATIONS = 10_000;
  private static final int BATCH = 32;

  /** Layers, widths and vocabularies as in the published configurations. */
  static final List<ModelShape> MODELS =
      List.of(
          RealShape.PYTHIA_160M,
          new ModelShape("Pythia-410M", 24, 1_024, 50_304, BATCH),
          new ModelShape("Pythia-1B", 16, 2_048, 50_304, BATCH),
          new ModelShape("Pythia-1.4B", 24, 2_048, 50_304, BATCH),
          new ModelShape("Pythia-2.8B", 32, 2_560, 50_304, BATCH),
          new ModelShape("Pythia-6.9B", 32, 4_096, 50_432, BATCH));

  /** Of a model, on so many people with so many voxels each, all layers. */
  static Campaign of(ModelShape model, int people, int voxels, int properties) {
    int windows = (int) (WORDS * TOKENS_PER_WORD) - WINDOW;
    return new Campaign(
        new Work(
            model,
            CHECKPOINTS,
            model.blocks() + 1,
            WORDS,
            windows,
            WINDOW,
            ROWS,
            RUNS,
            LAGS,
            people,
            voxels,
            PERMUTATIONS,
            properties));
  }

  /** Of all models. */
  static List<Campaign> all(int people, int voxels, int properties) {
    List<Campaign> campaigns = new ArrayList<>();
    MODELS.forEach(model -> campaigns.add(of(model, people, voxels, properties)));
    return campaigns;
  }
}
