package org.entrain.results;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.CeilingKind;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.schemas.avro.WorkState;

/** Small events; what a test does not name has a plausible value. */
final class Events {

  static final int FOLDS = 2;
  static final List<Double> LAMBDAS = List.of(1e-6, 0.1, 10.0, 1e10);

  private Events() {}

  static ResultBatch batch(SpecificRecord... events) {
    return ResultBatch.of(List.of(events), Map.of());
  }

  static ResultBatch batch(long offset, SpecificRecord... events) {
    return ResultBatch.of(List.of(events), Map.of(new TopicPartition("entrain.scores", 3), offset));
  }

  static Checkpoint checkpoint(String model, long step, String identity) {
    return checkpoint(model, step, identity, SourceKind.WEIGHTS);
  }

  static Checkpoint checkpoint(String model, long step, String identity, SourceKind kind) {
    return Checkpoint.newBuilder()
        .setModel(model)
        .setStep(step)
        .setKind(kind)
        .setLocation("")
        .setFingerprint("f-" + identity)
        .setIdentity(identity)
        .setArchitecture("gpt_neox")
        .setLayers(3)
        .setHiddenSize(8)
        .build();
  }

  static Steering steering(SteeringTarget target, String name, WantedState state, long time) {
    return new Steering(target, name, state, time, state == WantedState.REMOVED);
  }

  /** Plan of 10 words, 3 of them skipped, and 6 TRs, 4 of them kept. */
  static Plan plan(String unit, String identity, int... layers) {
    return Plan.newBuilder()
        .setUnit(unit)
        .setModel("m")
        .setStep(0)
        .setStimulus("story")
        .setKind(SourceKind.WEIGHTS)
        .setIdentity(identity)
        .setLayers(Arrays.stream(layers).boxed().toList())
        .setHiddenSize(8)
        .setWords(10)
        .setSkippedWords(3)
        .setWordTrs(Vectors.ofInts(new int[10]))
        .setTrRuns(Vectors.ofInts(new int[6]))
        .setKeptTrs(Vectors.ofInts(new int[] {1, 2, 3, 4}))
        .setLags(List.of(0, 1))
        .setContext(2)
        .setWindows(7)
        .setTasks(1)
        .setScoredTokens(20)
        .build();
  }

  /** The plan, with a cause why it cannot be computed. */
  static Plan failed(Plan plan, String cause) {
    plan.put(plan.getSchema().getField("cause").pos(), cause);
    return plan;
  }

  /** A fit in one block; r of voxel v and fold f is {@code base + v / 100 + f / 1000}. */
  static Score fit(String unit, int layer, String participant, int voxels, double base) {
    return block(unit, layer, participant, 0, voxels, voxels, base, "settings");
  }

  static Score block(
      String unit,
      int layer,
      String participant,
      int first,
      int voxels,
      int total,
      double base,
      String settings) {
    double[] r = new double[FOLDS * voxels];
    double[] r2 = new double[FOLDS * voxels];
    byte[] lambda = new byte[FOLDS * voxels];
    for (int fold = 0; fold < FOLDS; fold++) {
      for (int v = 0; v < voxels; v++) {
        int cell = fold * voxels + v;
        r[cell] = base + (first + v) / 100.0 + fold / 1000.0;
        r2[cell] = -r[cell];
        lambda[cell] = (byte) ((first + v + fold) % LAMBDAS.size());
      }
    }
    return Score.newBuilder()
        .setUnit(unit)
        .setModel("m")
        .setStep(0)
        .setLayer(layer)
        .setVariant("initial")
        .setParticipant(participant)
        .setRecording("recording")
        .setSettings(settings)
        .setRows(4)
        .setFirstVoxel(first)
        .setVoxels(voxels)
        .setTotalVoxels(total)
        .setFolds(FOLDS)
        .setR(Vectors.ofDoubles(r))
        .setR2(Vectors.ofDoubles(r2))
        .setLambdaIndex(ByteBuffer.wrap(lambda))
        .setLambdas(LAMBDAS)
        .setLowEndShare(List.of(0.0, 0.0))
        .setHighEndShare(List.of(0.0, 0.01))
        .setConstantColumns(0)
        .setEngine("test")
        .build();
  }

  /** The block as one of a share of the voxels. */
  static Score ofShare(Score block, int share, int shares) {
    return Score.newBuilder(block).setShare(share).setShares(shares).build();
  }

  /** The fit with R² of its inner folds, one for each of {@link #FOLDS}. */
  static Score inner(Score fit, double... innerR2) {
    return Score.newBuilder(fit).setInnerR2(Arrays.stream(innerR2).boxed().toList()).build();
  }

  /** The fit with r's parts by block of test rows. */
  static Score parts(Score fit, double... parts) {
    return Score.newBuilder(fit).setBlockParts(Arrays.stream(parts).boxed().toList()).build();
  }

  /** The fit with a p for every voxel. */
  static Score tested(Score fit, double... p) {
    return Score.newBuilder(fit).setP(Vectors.ofDoubles(p)).setPermutations(999).build();
  }

  /** The fit with accuracies, folds × voxels. */
  static Score classified(Score fit, double... accuracy) {
    return Score.newBuilder(fit).setAccuracy(Vectors.ofDoubles(accuracy)).build();
  }

  /** The fit as a joint model of word rate and the layer; weights of all voxels word rate's. */
  static Score joint(Score fit, double weight, double... r2) {
    double[] weights = new double[2 * fit.getVoxels()];
    Arrays.fill(weights, 0, fit.getVoxels(), weight);
    Arrays.fill(weights, fit.getVoxels(), weights.length, 1 - weight);
    return Score.newBuilder(fit)
        .setVariant("with-word-rate")
        .setBands(List.of("word-rate", "layer"))
        .setBandWeights(Vectors.ofDoubles(weights))
        .setBandR2(Vectors.ofDoubles(r2))
        .setBandVariance(Vectors.ofDoubles(weights))
        .build();
  }

  /** Ceilings from a voxel on, computed from inputs of that name. */
  static NoiseCeiling ceiling(
      String participant, CeilingKind kind, String inputs, int first, int total, double... r) {
    return NoiseCeiling.newBuilder()
        .setStimulus("story")
        .setParticipant(participant)
        .setRecording("recording")
        .setKind(kind)
        .setInputs(inputs)
        .setOthers(2)
        .setFirstVoxel(first)
        .setTotalVoxels(total)
        .setR(Vectors.ofDoubles(r))
        .build();
  }

  static Perplexity part(String unit, int first, int tokens, double sum) {
    return Perplexity.newBuilder()
        .setUnit(unit)
        .setModel("m")
        .setStep(0)
        .setFirstToken(first)
        .setTokens(tokens)
        .setLogProbabilitySum(sum)
        .setScoredTokens(20)
        .build();
  }

  static Progress progress(String stage, String unit, String part, WorkState state, long done) {
    return Progress.newBuilder()
        .setStage(stage)
        .setUnit(unit)
        .setPart(part)
        .setName("m@0")
        .setState(state)
        .setExpected(10)
        .setDone(done)
        .setCause(state == WorkState.FAILED ? "weights are truncated" : null)
        .build();
  }
}
