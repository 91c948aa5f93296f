package org.entrain.encoding;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entrain.math.EncodingScores;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;

/** Cuts the scores of a recording into records of a block of voxels each. */
final class ScoreCodec {

  /** Most bytes of values in one record: with many folds, blocks have fewer voxels. */
  private static final int MOST_BYTES = 900_000;

  /** r, R² and the penalty's index. */
  private static final int BYTES_PER_VALUE = 2 * Double.BYTES + 1;

  private final String settings;
  private final int voxelsPerRecord;

  /**
   * @param settings hash of the settings
   * @param voxelsPerRecord most voxels of one record
   */
  ScoreCodec(String settings, int voxelsPerRecord) {
    this.settings = settings;
    this.voxelsPerRecord = voxelsPerRecord;
  }

  /** One record per block, in the order of the voxels. */
  List<Score> encode(FitUnit unit, Recording recording, EncodingScores scores) {
    int fitting = Math.max(1, MOST_BYTES / (BYTES_PER_VALUE * scores.folds()));
    int block = Math.min(voxelsPerRecord, fitting);
    List<Score> blocks = new ArrayList<>();
    for (int first = 0; first < scores.voxels(); first += block) {
      int count = Math.min(block, scores.voxels() - first);
      blocks.add(
          Score.newBuilder()
              .setUnit(unit.id().unit())
              .setModel(unit.model())
              .setStep(unit.step())
              .setLayer(unit.id().layer())
              .setVariant(FitUnit.VARIANT)
              .setParticipant(recording.participant())
              .setRecording(recording.hash())
              .setSettings(settings)
              .setRows(recording.rows())
              .setFirstVoxel(first)
              .setVoxels(count)
              .setTotalVoxels(scores.voxels())
              .setFolds(scores.folds())
              .setR(Vectors.ofDoubles(block(scores.r(), scores, first, count)))
              .setR2(Vectors.ofDoubles(block(scores.r2(), scores, first, count)))
              .setLambdaIndex(ByteBuffer.wrap(lambdas(scores, first, count)))
              .setLambdas(list(scores.lambdas()))
              .setLowEndShare(list(scores.shareAtLowEnd()))
              .setHighEndShare(list(scores.shareAtHighEnd()))
              .setConstantColumns(scores.constantColumns())
              .setEngine(scores.engine())
              .build());
    }
    return blocks;
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
