package org.entrain.encoding;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.RowSource;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.SourceKind;

/** A unit of one layer, one word per TR, two runs, lag 0: the words are the rows. */
record SimulatedUnit(String stimulus, String unit, String model, long step, FMatrixRMaj x) {

  static final int RUNS = 2;
  static final int ROWS = 60;
  static final int WIDTH = 8;
  static final int LAYER = 3;

  static SimulatedUnit of(String stimulus, long step) {
    return new SimulatedUnit(
        stimulus, stimulus + "-" + step, "model-" + stimulus, step, random(step, ROWS, WIDTH));
  }

  static FMatrixRMaj random(long seed, int rows, int columns) {
    Random random = new Random(seed);
    FMatrixRMaj x = new FMatrixRMaj(rows, columns);
    for (int i = 0; i < x.getNumElements(); i++) {
      x.data[i] = (float) random.nextGaussian();
    }
    return x;
  }

  static int[] runs() {
    return IntStream.range(0, ROWS).map(row -> row * RUNS / ROWS).toArray();
  }

  String name() {
    return model + "@" + step;
  }

  String featureKey() {
    return name() + "/" + LAYER;
  }

  UnitLayer id() {
    return UnitLayer.initial(unit, LAYER);
  }

  Plan plan() {
    int[] all = IntStream.range(0, ROWS).toArray();
    return Plan.newBuilder()
        .setUnit(unit)
        .setModel(model)
        .setStep(step)
        .setStimulus(stimulus)
        .setKind(SourceKind.WEIGHTS)
        .setIdentity("identity")
        .setLayers(List.of(LAYER))
        .setHiddenSize(WIDTH)
        .setWords(ROWS)
        .setSkippedWords(0)
        .setWordTrs(Vectors.ofInts(all))
        .setTrRuns(Vectors.ofInts(runs()))
        .setKeptTrs(Vectors.ofInts(all))
        .setLags(List.of(0))
        .setContext(1)
        .setWindows(ROWS)
        .setTasks(1)
        .setScoredTokens(0)
        .build();
  }

  /** Plan of a baseline: word w belongs to TR w² mod TRs, so that TRs have 0 to several words. */
  Plan baseline(SourceKind kind) {
    int[] wordTrs = IntStream.range(0, ROWS).map(w -> w * w % ROWS).sorted().toArray();
    return Plan.newBuilder(plan())
        .setKind(kind)
        .setHiddenSize(kind == SourceKind.WORD_RATE ? 1 : WIDTH)
        .setWordTrs(Vectors.ofInts(wordTrs))
        .build();
  }

  FeatureRow row(int row) {
    return FeatureRow.newBuilder()
        .setUnit(unit)
        .setModel(model)
        .setStep(step)
        .setLayer(LAYER)
        .setRun(runs()[row])
        .setTr(row)
        .setRow(row)
        .setRows(ROWS)
        .setVector(Vectors.ofFloats(x.data, row * WIDTH, WIDTH))
        .build();
  }

  Activation word(int word) {
    return new Activation(
        unit, model, step, word, List.of(Vectors.ofFloats(x.data, word * WIDTH, WIDTH)), null);
  }

  /** Takes a property of three classes out of the unit's words. */
  Removal removal(String property) {
    return Removal.newBuilder()
        .setUnit(unit)
        .setModel(model)
        .setStep(step)
        .setLayer(LAYER)
        .setProperty(property)
        .setLabels("labels")
        .setCoding("one-hot")
        .setClasses(List.of("a", "b", "c"))
        .setWordClasses(Vectors.ofInts(IntStream.range(0, ROWS).map(w -> w * 7 % 3).toArray()))
        .setTheta(Vectors.ofDoubles(new Random(step).doubles(3 * WIDTH, -2, 2).toArray()))
        .setIntercept(Vectors.ofDoubles(new Random(-step).doubles(WIDTH, -1, 1).toArray()))
        .setLambda(1)
        .build();
  }

  /** All rows of a source. */
  static FMatrixRMaj all(RowSource source) {
    FMatrixRMaj x = new FMatrixRMaj(source.rows(), source.columns());
    source.read(0, x.numRows, x.data);
    return x;
  }
}
