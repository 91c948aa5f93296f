package org.entrain.dashboard;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.results.ResultBatch;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Annotation;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;

/**
 * Simulated results of a model with three layers, two participants and two properties. Names are as
 * nasty as users can make them.
 */
final class SimulatedResults {

  static final String MODEL = "<b onclick=alert(1)>=nano</b>";
  static final String PROPERTY = "=cmd|' /C calc'!A1";
  static final List<String> PARTICIPANTS = List.of("A", "B<script>alert(2)</script>");
  static final int VOXELS = 40;
  static final int FOLDS = 2;
  static final int LAYERS = 3;
  static final int WORDS = 60;

  private final Random random = new Random(7);

  /** Everything of one step. */
  ResultBatch step(long step) {
    List<SpecificRecord> events = new ArrayList<>();
    String unit = "unit-" + step;
    events.add(checkpoint(step));
    events.add(plan(unit, step));
    events.add(perplexity(unit, step));
    for (int layer = 0; layer < LAYERS; layer++) {
      for (String property : List.of(PROPERTY, "Random")) {
        events.add(removal(unit, step, layer, property));
        events.add(probe(unit, step, layer, property));
      }
      for (String participant : PARTICIPANTS) {
        for (String variant : List.of("initial", PROPERTY, "Random")) {
          events.add(score(unit, step, layer, variant, participant));
        }
      }
    }
    return ResultBatch.of(events, Map.of());
  }

  /** Labels of all words. */
  ResultBatch labels() {
    List<SpecificRecord> events = new ArrayList<>();
    for (int word = 0; word < WORDS; word++) {
      events.add(annotation(word));
    }
    return ResultBatch.of(events, Map.of());
  }

  private static Checkpoint checkpoint(long step) {
    return Checkpoint.newBuilder()
        .setModel(MODEL)
        .setStep(step)
        .setKind(SourceKind.WEIGHTS)
        .setLocation("checkpoints/step" + step)
        .setFingerprint("fingerprint-of-step-" + step)
        .setIdentity("identity-" + step)
        .setArchitecture("gpt_neox")
        .setLayers(LAYERS)
        .setHiddenSize(8)
        .build();
  }

  private static Plan plan(String unit, long step) {
    return Plan.newBuilder()
        .setUnit(unit)
        .setModel(MODEL)
        .setStep(step)
        .setStimulus("story")
        .setKind(SourceKind.WEIGHTS)
        .setIdentity("identity-" + step)
        .setLayers(List.of(0, 1, 2))
        .setHiddenSize(8)
        .setWords(WORDS)
        .setSkippedWords(0)
        .setWordTrs(Vectors.ofInts(new int[WORDS]))
        .setTrRuns(Vectors.ofInts(new int[6]))
        .setKeptTrs(Vectors.ofInts(new int[] {1, 2, 3, 4}))
        .setLags(List.of(0, 1))
        .setContext(2)
        .setWindows(WORDS)
        .setTasks(1)
        .setScoredTokens(20)
        .build();
  }

  private static Perplexity perplexity(String unit, long step) {
    return Perplexity.newBuilder()
        .setUnit(unit)
        .setModel(MODEL)
        .setStep(step)
        .setFirstToken(0)
        .setTokens(20)
        .setLogProbabilitySum(-20 * Math.log(2000.0 / (step + 1)))
        .setScoredTokens(20)
        .build();
  }

  private Score score(String unit, long step, int layer, String variant, String participant) {
    double level = 0.1 * layer + 0.001 * step - (variant.equals(PROPERTY) ? 0.1 : 0);
    double[] r = new double[FOLDS * VOXELS];
    double[] p = new double[VOXELS];
    Arrays.setAll(r, i -> Math.tanh(level + 0.1 * random.nextGaussian()));
    Arrays.setAll(p, i -> i % 2 == 0 ? 0.001 : 0.5);
    double[] parts = new double[12];
    Arrays.setAll(parts, i -> level / parts.length + 0.001 * random.nextGaussian());
    return Score.newBuilder()
        .setUnit(unit)
        .setModel(MODEL)
        .setStep(step)
        .setLayer(layer)
        .setVariant(variant)
        .setParticipant(participant)
        .setRecording("recording")
        .setSettings("settings")
        .setRows(4)
        .setFirstVoxel(0)
        .setVoxels(VOXELS)
        .setTotalVoxels(VOXELS)
        .setFolds(FOLDS)
        .setR(Vectors.ofDoubles(r))
        .setR2(Vectors.ofDoubles(r))
        .setLambdaIndex(ByteBuffer.wrap(new byte[FOLDS * VOXELS]))
        .setLambdas(List.of(1.0, 10.0))
        .setLowEndShare(List.of(0.0, 0.0))
        .setHighEndShare(List.of(0.0, 0.1))
        .setConstantColumns(0)
        .setEngine("test")
        .setInnerR2(List.of(level, level))
        .setP(Vectors.ofDoubles(p))
        .setPermutations(999)
        .setBlockParts(Arrays.stream(parts).boxed().toList())
        .build();
  }

  private static Removal removal(String unit, long step, int layer, String property) {
    return Removal.newBuilder()
        .setUnit(unit)
        .setModel(MODEL)
        .setStep(step)
        .setLayer(layer)
        .setProperty(property)
        .setLabels("labels")
        .setMethod("cross-fitted")
        .setCoding("one-hot")
        .setClasses(List.of("yes", "no"))
        .setWordClasses(Vectors.ofInts(new int[WORDS]))
        .setTheta(Vectors.ofDoubles(new double[0]))
        .setIntercept(Vectors.ofDoubles(new double[0]))
        .setFits(1)
        .setLambda(1)
        .build();
  }

  private static Probe probe(String unit, long step, int layer, String property) {
    return Probe.newBuilder()
        .setUnit(unit)
        .setModel(MODEL)
        .setStep(step)
        .setLayer(layer)
        .setProperty(property)
        .setBefore(0.8)
        .setAfter(0.5)
        .setChance(0.55)
        .build();
  }

  private static Annotation annotation(int word) {
    return Annotation.newBuilder()
        .setStimulus("story")
        .setWord(word)
        .setTable("labels")
        .setRaw(Map.of())
        .setClasses(
            Map.of(
                PROPERTY, word % 3 == 0 ? "yes" : "no", "Tense", word % 2 == 0 ? "Past" : "other"))
        .build();
  }
}
