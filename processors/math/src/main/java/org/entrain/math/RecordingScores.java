package org.entrain.math;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is made of the test rows of one recording: scores, significance, classification. */
final class RecordingScores implements TestRows {

  private final ScoreTable table;
  private final BlockParts parts;
  private final @Nullable PermutedScores permuted;
  private final @Nullable ClassifiedRows classified;

  /**
   * @param blocks blocks of test rows
   * @param permutations test of significance; null: none
   * @param neighbours as {@link RecordingMaps} has them
   */
  RecordingScores(
      ScoreTable table,
      TestBlocks blocks,
      @Nullable BlockPermutations permutations,
      EncodingSettings settings,
      List<Fold> folds,
      int[] neighbours) {
    this.table = table;
    int voxels = table.voxels();
    parts = new BlockParts(blocks, voxels);
    permuted = permutations == null ? null : new PermutedScores(permutations, voxels);
    Classification classification = settings.classification();
    int[] testRows = folds.stream().mapToInt(fold -> fold.test().length).toArray();
    classified =
        classification == null
            ? null
            : new ClassifiedRows(classification, testRows, voxels, neighbours);
  }

  @Override
  public void accept(
      int fold, int first, int count, int width, float[] recorded, float[] predicted) {
    TestScores scores = TestScores.of(recorded, predicted, width, parts.starts(fold));
    table.accept(fold, first, count, scores);
    parts.accept(fold, count, scores);
    if (permuted != null) {
      permuted.accept(fold, first, count, width, recorded, predicted);
    }
    if (classified != null) {
      classified.accept(fold, first, count, width, recorded, predicted);
    }
  }

  /** The scores, once all rows have come in. */
  EncodingScores finished(int threads, String engine) {
    return table.finished(
        parts.parts(),
        permuted == null ? new double[0] : permuted.p(),
        classified == null ? new double[0] : classified.accuracy(threads),
        engine);
  }
}
