package org.entrain.encoding;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entrain.math.BandedScores;
import org.entrain.math.EncodingScores;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/** Cuts the scores of a recording into records of a block of voxels each. */
final class ScoreCodec {

  /** Most bytes of values in one record: with many folds, blocks have fewer voxels. */
  private static final int MOST_BYTES = 900_000;

  /** r, R², accuracy and the penalty's index, of a voxel and fold. */
  private static final int BYTES_PER_VALUE = 3 * Double.BYTES + 1;

  /** Shares at both ends of the grid and inner R², of a fold, in every record. */
  private static final int BYTES_PER_FOLD = 3 * Double.BYTES;

  /** Weight and two splits, of a voxel and band. */
  private static final int BYTES_PER_BAND = 3 * Double.BYTES;

  private final String settings;
  private final int voxelsPerRecord;
  private final int permutations;
  private final Program program;
  private final String inputTopic;
  private final VoxelShare share;

  /**
   * @param settings hash of the settings
   * @param voxelsPerRecord most voxels of one record
   * @param permutations permutations behind a test of significance, where scores have one
   * @param program what computes the scores
   * @param inputTopic topic that holds the rows of units
   * @param share the recordings' voxels that are fitted
   */
  ScoreCodec(
      String settings,
      int voxelsPerRecord,
      int permutations,
      Program program,
      String inputTopic,
      VoxelShare share) {
    this.settings = settings;
    this.voxelsPerRecord = voxelsPerRecord;
    this.permutations = permutations;
    this.program = program;
    this.inputTopic = inputTopic;
    this.share = share;
  }

  /** One record per block, in the order of the voxels. */
  List<Score> encode(FitUnit unit, Recording recording, EncodingScores scores) {
    return encode(unit, recording, scores, unit.id().variant(), null);
  }

  /** The same for a joint model of the layer and word rate. */
  List<Score> encode(FitUnit unit, Recording recording, BandedScores joint) {
    return encode(unit, recording, joint.scores(), WithWordRate.VARIANT, joint);
  }

  private List<Score> encode(
      FitUnit unit,
      Recording recording,
      EncodingScores scores,
      String variant,
      @Nullable BandedScores joint) {
    boolean tested = scores.p().length > 0;
    int bands = joint == null ? 0 : joint.bands().size();
    int every = BYTES_PER_FOLD * scores.folds() + Double.BYTES * scores.blockParts().length;
    int block = Math.min(voxelsPerRecord, fitting(every, scores.folds(), bands));
    boolean gathered = unit.firstOffset() >= 0;
    List<Score> blocks = new ArrayList<>();
    for (int first = 0; first < scores.voxels(); first += block) {
      int count = Math.min(block, scores.voxels() - first);
      Score.Builder record =
          Score.newBuilder()
              .setUnit(unit.id().unit())
              .setModel(unit.model())
              .setStep(unit.step())
              .setLayer(unit.id().layer())
              .setVariant(variant)
              .setParticipant(recording.participant())
              .setRecording(recording.identity())
              .setSettings(settings)
              .setRows(recording.rows())
              .setFirstVoxel(recording.range().first() + first)
              .setVoxels(count)
              .setTotalVoxels(recording.range().total())
              .setShare(share.number())
              .setShares(share.shares())
              .setFolds(scores.folds())
              .setR(Vectors.ofDoubles(block(scores.r(), scores, first, count)))
              .setR2(Vectors.ofDoubles(block(scores.r2(), scores, first, count)))
              .setLambdaIndex(ByteBuffer.wrap(lambdas(scores, first, count)))
              .setLambdas(list(scores.lambdas()))
              .setLowEndShare(list(scores.shareAtLowEnd()))
              .setHighEndShare(list(scores.shareAtHighEnd()))
              .setConstantColumns(scores.constantColumns())
              .setEngine(scores.engine())
              .setCodeVersion(program.version())
              .setLibraries(program.libraries())
              .setInputTopic(gathered ? inputTopic : "")
              .setInputPartition(gathered ? unit.partition() : -1)
              .setInputFirstOffset(unit.firstOffset())
              .setInputLastOffset(unit.lastOffset())
              .setInnerR2(list(scores.innerR2()))
              .setBlockParts(list(scores.blockParts()))
              .setP(Vectors.ofDoubles(tested ? slice(scores.p(), first, count) : scores.p()))
              .setPermutations(tested ? permutations : 0)
              .setAccuracy(Vectors.ofDoubles(accuracy(scores, first, count)));
      if (joint != null) {
        addBands(record, joint, first, count);
      }
      blocks.add(record.build());
    }
    return blocks;
  }

  private static void addBands(Score.Builder record, BandedScores joint, int first, int count) {
    int voxels = joint.scores().voxels();
    double[] weights = new double[joint.bands().size() * count];
    double[] r2 = new double[weights.length];
    double[] variance = new double[weights.length];
    int folds = joint.scores().folds();
    for (int band = 0; band < joint.bands().size(); band++) {
      for (int v = 0; v < count; v++) {
        for (int fold = 0; fold < folds; fold++) {
          weights[band * count + v] += joint.weight(fold, first + v, band) / folds;
        }
      }
      System.arraycopy(joint.split().r2(), band * voxels + first, r2, band * count, count);
      System.arraycopy(
          joint.split().variance(), band * voxels + first, variance, band * count, count);
    }
    record
        .setBands(joint.bands())
        .setBandWeights(Vectors.ofDoubles(weights))
        .setBandR2(Vectors.ofDoubles(r2))
        .setBandVariance(Vectors.ofDoubles(variance));
  }

  /**
   * Voxels whose values fit into a record, p and accuracy among them; one at least.
   *
   * @param every bytes of every record
   */
  private static int fitting(int every, int folds, int bands) {
    int left = MOST_BYTES - every;
    return Math.max(1, left / (BYTES_PER_VALUE * folds + BYTES_PER_BAND * bands + Double.BYTES));
  }

  private static double[] accuracy(EncodingScores scores, int first, int count) {
    double[] all = scores.accuracy();
    return all.length == 0 ? all : block(all, scores, first, count);
  }

  private static double[] slice(double[] values, int first, int count) {
    return Arrays.copyOfRange(values, first, first + count);
  }

  private static double[] block(double[] values, EncodingScores scores, int first, int count) {
    double[] block = new double[scores.folds() * count];
    for (int fold = 0; fold < scores.folds(); fold++) {
      System.arraycopy(values, fold * scores.voxels() + first, block, fold * count, count);
    }
    return block;
  }

  private static byte[] lambdas(EncodingScores scores, int first, int count) {
    byte[] block = new byte[scores.folds() * count];
    for (int fold = 0; fold < scores.folds(); fold++) {
      System.arraycopy(
          scores.lambdaIndex(), fold * scores.voxels() + first, block, fold * count, count);
    }
    return block;
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
