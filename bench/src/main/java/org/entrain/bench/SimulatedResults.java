package org.entrain.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Annotation;
import org.entrain.schemas.avro.CeilingKind;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.WorkState;

/**
 * Events of a run that never was: random scores of every layer of some checkpoints, with tests and
 * in several variants, and what goes with them.
 *
 * @param checkpoints number of checkpoints
 * @param layers layers of each
 * @param variants variants of each layer: the whole, a joint model with word rate, and the rest
 *     each without a property
 * @param participants number of participants
 * @param voxels voxels of each
 * @param folds outer folds
 */
record SimulatedResults(
    int checkpoints, int layers, int variants, int participants, int voxels, int folds) {

  private static final int WORDS = 5_176;
  private static final int BLOCK = 9_000;
  private static final int BLOCKS_OF_ROWS = 60;
  private static final int PERMUTATIONS = 999;
  private static final List<Double> LAMBDAS =
      IntStream.rangeClosed(-6, 10).mapToObj(exponent -> Math.pow(10, exponent)).toList();

  long fits() {
    return (long) checkpoints * layers * variants * participants;
  }

  long rows() {
    return fits() * voxels * folds;
  }

  /** Everything but the scores. */
  void others(Consumer<SpecificRecord> to) {
    for (int step = 0; step < checkpoints; step++) {
      to.accept(checkpoint(step));
      to.accept(plan(step));
      for (int part = 0; part < 300; part++) {
        to.accept(progress(unit(step), Integer.toString(part)));
      }
      for (int layer = 0; layer < layers; layer++) {
        for (int variant = 2; variant < variants; variant++) {
          to.accept(removal(step, layer, name(variant)));
          to.accept(new Probe(unit(step), "m", (long) step, layer, name(variant), .8, .4, .3, .35));
        }
      }
    }
    for (int word = 0; word < WORDS; word++) {
      to.accept(annotation(word));
    }
    Random random = new Random(3);
    for (int participant = 0; participant < participants; participant++) {
      to.accept(
          NoiseCeiling.newBuilder()
              .setStimulus("story")
              .setParticipant("P" + participant)
              .setRecording("recording")
              .setKind(CeilingKind.ACROSS)
              .setInputs("inputs")
              .setOthers(2)
              .setFirstVoxel(0)
              .setTotalVoxels(voxels)
              .setR(Vectors.ofDoubles(random.doubles(voxels).toArray()))
              .build());
    }
  }

  /** A small event. */
  SpecificRecord event() {
    return progress(unit(0), "0");
  }

  /** All scores, in blocks of voxels. */
  void scores(Consumer<Score> to) {
    Random random = new Random(1);
    for (int step = 0; step < checkpoints; step++) {
      for (int participant = 0; participant < participants; participant++) {
        for (int layer = 0; layer < layers; layer++) {
          for (int variant = 0; variant < variants; variant++) {
            for (int first = 0; first < voxels; first += BLOCK) {
              int count = Math.min(BLOCK, voxels - first);
              to.accept(score(random, step, layer, variant, participant, first, count));
            }
          }
        }
      }
    }
  }

  private Score score(
      Random random, int step, int layer, int variant, int participant, int first, int count) {
    double[] r = new double[folds * count];
    double[] r2 = new double[r.length];
    byte[] lambda = new byte[r.length];
    for (int i = 0; i < r.length; i++) {
      r[i] = Math.max(-1, Math.min(1, .03 + random.nextGaussian() / 12));
      r2[i] = r[i] * r[i] - random.nextDouble() / 10;
      lambda[i] = (byte) (random.nextInt(LAMBDAS.size()) * random.nextInt(2));
    }
    double[] p = new double[count];
    Arrays.setAll(
        p, v -> (1 + random.nextInt(v % 4 == 0 ? 10 : PERMUTATIONS + 1)) / (PERMUTATIONS + 1.0));
    Score.Builder score =
        Score.newBuilder()
            .setUnit(unit(step))
            .setModel("m")
            .setStep(step)
            .setLayer(layer)
            .setVariant(name(variant))
            .setParticipant("P" + participant)
            .setRecording("recording")
            .setSettings("settings")
            .setRows(1_211)
            .setFirstVoxel(first)
            .setVoxels(count)
            .setTotalVoxels(voxels)
            .setFolds(folds)
            .setR(Vectors.ofDoubles(r))
            .setR2(Vectors.ofDoubles(r2))
            .setLambdaIndex(ByteBuffer.wrap(lambda))
            .setLambdas(LAMBDAS)
            .setLowEndShare(IntStream.range(0, folds).mapToObj(f -> .01).toList())
            .setHighEndShare(IntStream.range(0, folds).mapToObj(f -> .02).toList())
            .setInnerR2(random.doubles(folds).boxed().toList())
            .setP(Vectors.ofDoubles(p))
            .setPermutations(PERMUTATIONS)
            .setBlockParts(
                new Random(step * 31L + layer * 7L + variant)
                    .doubles(BLOCKS_OF_ROWS, -.01, .02)
                    .boxed()
                    .toList())
            .setConstantColumns(0)
            .setEngine("simulated");
    if (variant == 1) {
      double[] bands = random.doubles(2L * count).toArray();
      score
          .setBands(List.of("word-rate", "layer"))
          .setBandWeights(Vectors.ofDoubles(bands))
          .setBandR2(Vectors.ofDoubles(bands))
          .setBandVariance(Vectors.ofDoubles(bands));
    }
    return score.build();
  }

  private static String unit(int step) {
    return "unit-%011d".formatted(step);
  }

  private static String name(int variant) {
    return switch (variant) {
      case 0 -> "initial";
      case 1 -> "with-word-rate";
      default -> "Property" + variant;
    };
  }

  private Checkpoint checkpoint(int step) {
    return Checkpoint.newBuilder()
        .setModel("m")
        .setStep(step)
        .setKind(SourceKind.WEIGHTS)
        .setLocation("")
        .setFingerprint("f" + step)
        .setIdentity("i" + step)
        .setArchitecture("gpt_neox")
        .setLayers(layers - 1)
        .setHiddenSize(768)
        .build();
  }

  private Plan plan(int step) {
    return Plan.newBuilder()
        .setUnit(unit(step))
        .setModel("m")
        .setStep(step)
        .setStimulus("story")
        .setKind(SourceKind.WEIGHTS)
        .setIdentity("i" + step)
        .setLayers(IntStream.range(0, layers).boxed().toList())
        .setHiddenSize(768)
        .setWords(WORDS)
        .setSkippedWords(50)
        .setWordTrs(Vectors.ofInts(new int[WORDS]))
        .setTrRuns(Vectors.ofInts(new int[1_351]))
        .setKeptTrs(Vectors.ofInts(new int[1_211]))
        .setLags(List.of(1, 2, 3, 4))
        .setContext(50)
        .setWindows(WORDS)
        .setTasks(300)
        .setScoredTokens(6_000)
        .build();
  }

  private static Progress progress(String unit, String part) {
    return Progress.newBuilder()
        .setStage("embedding")
        .setUnit(unit)
        .setPart(part)
        .setName("m")
        .setState(WorkState.DONE)
        .setExpected(32)
        .setDone(32)
        .setCause(null)
        .build();
  }

  private static Removal removal(int step, int layer, String property) {
    return Removal.newBuilder()
        .setUnit(unit(step))
        .setModel("m")
        .setStep(step)
        .setLayer(layer)
        .setProperty(property)
        .setLabels("l")
        .setCoding("one-hot")
        .setMethod("ridge")
        .setClasses(List.of("no", "yes"))
        .setWordClasses(ByteBuffer.allocate(0))
        .setTheta(ByteBuffer.allocate(0))
        .setIntercept(ByteBuffer.allocate(0))
        .setLambda(1.0)
        .build();
  }

  private Annotation annotation(int word) {
    List<String> names = new ArrayList<>();
    IntStream.range(2, Math.max(3, variants)).forEach(variant -> names.add(name(variant)));
    Map<String, String> classes = new TreeMap<>();
    names.forEach(name -> classes.put(name, "class" + (word + name.hashCode()) % 5));
    return Annotation.newBuilder()
        .setStimulus("story")
        .setWord(word)
        .setTable("table")
        .setClasses(classes)
        .setRaw(Map.of())
        .setSentence(word / 15)
        .build();
  }
}
