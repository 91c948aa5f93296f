package org.entrain.results;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Annotation;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.Steering;

/** Which events a sink takes. */
public final class ResultEvents {

  private ResultEvents() {}

  /**
   * Refuses an event that cannot be stored: of an unknown type, or a score or perplexity whose
   * fields contradict each other.
   *
   * @throws IllegalArgumentException with the values
   */
  public static void check(SpecificRecord event) {
    if (!(event instanceof Checkpoint)) {
      checkNames(event);
    }
    if (event instanceof Score score) {
      check(score);
    } else if (event instanceof NoiseCeiling ceiling) {
      int voxels = ceiling.getR().remaining() / Double.BYTES;
      int first = ceiling.getFirstVoxel();
      require(
          ceiling.getR().remaining() % Double.BYTES == 0
              && voxels > 0
              && first >= 0
              && first <= ceiling.getTotalVoxels() - voxels,
          "noise ceiling of voxels %d + %d of %d",
          first,
          voxels,
          ceiling.getTotalVoxels());
    } else if (event instanceof Perplexity part) {
      require(
          part.getTokens() > 0 && part.getTokens() <= part.getScoredTokens(),
          "tokens %d of %d",
          part.getTokens(),
          part.getScoredTokens());
    } else if (event instanceof Probe probe) {
      for (double share : new double[] {probe.getBefore(), probe.getAfter(), probe.getChance()}) {
        require(share >= 0 && share <= 1, "share %s", share);
      }
      Double shuffled = probe.getShuffled();
      require(shuffled == null || (shuffled >= 0 && shuffled <= 1), "share %s", shuffled);
    } else if (event instanceof Annotation annotation) {
      require(annotation.getWord() >= 0, "word %d", annotation.getWord());
    } else if (!(event instanceof Checkpoint
        || event instanceof Removal
        || event instanceof Plan
        || event instanceof Steering
        || event instanceof Progress)) {
      throw new IllegalArgumentException("no event of results: " + event.getSchema().getName());
    }
  }

  /** Names are keys, and PostgreSQL holds no character 0; in causes the sink replaces it. */
  private static void checkNames(SpecificRecord event) {
    for (Schema.Field field : event.getSchema().getFields()) {
      boolean zero =
          !field.name().equals("cause")
              && event.get(field.pos()) instanceof String text
              && text.indexOf(0) >= 0;
      require(!zero, "the character 0 in %s", field.name());
    }
  }

  private static void check(Score score) {
    long first = score.getFirstVoxel();
    require(
        first >= 0 && score.getVoxels() > 0 && first + score.getVoxels() <= score.getTotalVoxels(),
        "voxels %d + %d of %d",
        first,
        score.getVoxels(),
        score.getTotalVoxels());
    long values = (long) score.getFolds() * score.getVoxels();
    require(
        score.getFolds() > 0
            && score.getR().remaining() == values * Double.BYTES
            && score.getR2().remaining() == values * Double.BYTES
            && score.getLambdaIndex().remaining() == values,
        "%d folds × %d voxels, but %d, %d and %d bytes of r, r2 and lambdaIndex",
        score.getFolds(),
        score.getVoxels(),
        score.getR().remaining(),
        score.getR2().remaining(),
        score.getLambdaIndex().remaining());
    checkOptional(score, values);
    int start = score.getLambdaIndex().position();
    for (int i = 0; i < values; i++) {
      int index = score.getLambdaIndex().get(start + i);
      require(
          index >= 0 && index < score.getLambdas().size(),
          "lambda %d of %d",
          index,
          score.getLambdas().size());
    }
  }

  /** What a fit may lack: then it is empty. */
  private static void checkOptional(Score score, long values) {
    int p = score.getP().remaining();
    int accuracy = score.getAccuracy().remaining();
    int innerR2 = score.getInnerR2().size();
    require(
        (p == 0 || p == (long) score.getVoxels() * Double.BYTES)
            && (accuracy == 0 || accuracy == values * Double.BYTES)
            && (innerR2 == 0 || innerR2 == score.getFolds()),
        "%d folds × %d voxels, but %d and %d bytes of p and accuracy, and innerR2 of %d folds",
        score.getFolds(),
        score.getVoxels(),
        p,
        accuracy,
        innerR2);
    require(score.getPermutations() >= 0, "%d permutations", score.getPermutations());
    require(
        score.getShare() >= 1 && score.getShare() <= score.getShares(),
        "share %d of %d of the voxels",
        score.getShare(),
        score.getShares());
    for (double value : Vectors.doubles(score.getP())) {
      require(Double.isNaN(value) || (value >= 0 && value <= 1), "p %s", value);
    }
    for (double part : score.getBlockParts()) {
      require(Double.isFinite(part), "part %s of a block in r", part);
    }
    checkBands(score);
  }

  private static void checkBands(Score score) {
    int weights = score.getBandWeights().remaining();
    int r2 = score.getBandR2().remaining();
    int variance = score.getBandVariance().remaining();
    long expected = (long) score.getBands().size() * score.getVoxels() * Double.BYTES;
    require(
        weights == expected && r2 == expected && variance == expected,
        "%d bands × %d voxels, but %d, %d and %d bytes of bandWeights, bandR2 and bandVariance",
        score.getBands().size(),
        score.getVoxels(),
        weights,
        r2,
        variance);
  }

  private static void require(boolean holds, String format, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(format.formatted(values));
    }
  }
}
