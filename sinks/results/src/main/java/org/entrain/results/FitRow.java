package org.entrain.results;

import java.util.Optional;
import java.util.OptionalDouble;
import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/**
 * A fit in the ledger, under one name of its weights.
 *
 * @param fit its number: of equal weights the same, of a fit that replaces it another
 * @param kind where the representations come from
 * @param layer index of the hidden state
 * @param variant {@code initial}, {@code with-word-rate}, or the property that was removed
 * @param settings hash of the encoding settings
 * @param recording hash of the recording
 * @param rows feature rows, of all folds
 * @param folds outer folds
 * @param voxels voxels of the recording
 * @param meanR mean r over folds and voxels
 * @param r its distribution over voxels; empty if no voxel has an r
 * @param tested voxels with a p; 0 without a test
 * @param significant of these, voxels with q below {@link SignificantShare#LEVEL}, in the family
 *     that {@link SignificantShare} has
 * @param permutations permutations behind p
 * @param lowEndShare largest share over folds of voxels whose penalty is the smallest of the grid
 * @param highEndShare the same of the largest penalty
 * @param engine what computed it
 * @param origin records that it came from; empty for fits of earlier versions
 * @param codeVersion version of the program that computed it, null if not known
 * @param libraries libraries that it used, null if not known
 */
public record FitRow(
    long fit,
    String model,
    long step,
    SourceKind kind,
    int layer,
    String variant,
    String participant,
    String settings,
    String recording,
    int rows,
    int folds,
    int voxels,
    double meanR,
    Optional<Quantiles> r,
    int tested,
    int significant,
    int permutations,
    double lowEndShare,
    double highEndShare,
    String engine,
    Optional<Records> origin,
    @Nullable String codeVersion,
    @Nullable String libraries) {

  /** Quantiles of r over voxels, each voxel's r its mean over folds. */
  public record Quantiles(
      double min, double q05, double q25, double median, double q75, double q95, double max) {}

  /**
   * Records of a topic.
   *
   * @param partition their partition; −1 if they are of several, and offsets then
   * @param firstOffset offset of the first
   * @param lastOffset offset of the last
   * @param writtenAt time of the latest, ms since 1970
   */
  public record Records(
      String topic, int partition, long firstOffset, long lastOffset, long writtenAt) {}

  /** Share of the tested voxels that are significant; empty without a test. */
  public OptionalDouble share() {
    return tested == 0 ? OptionalDouble.empty() : OptionalDouble.of(significant / (double) tested);
  }
}
