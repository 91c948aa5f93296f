package org.entrain.properties;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.properties.Labels;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;

/** Simulated words of a story: plans, representations, and a property that they follow. */
final class SimulatedStory {

  static final int WORDS = 80;
  static final int SKIPPED = 4;
  static final int WIDTH = 6;

  private SimulatedStory() {}

  /** Three classes, not in the order of their numbers, that the words' first value follows. */
  static String shape(int word) {
    return List.of("10", "2", "1").get(word * 7 % 3);
  }

  static Labels labels(String property) {
    int[] classOf =
        IntStream.range(SKIPPED, WORDS)
            .map(word -> List.of("1", "2", "10").indexOf(shape(word)))
            .toArray();
    return new Labels(property, List.of("1", "2", "10"), classOf);
  }

  static FMatrixRMaj layer(String stimulus, int layer) {
    FMatrixRMaj words = new FMatrixRMaj(WORDS - SKIPPED, WIDTH);
    for (int word = SKIPPED; word < WORDS; word++) {
      float[] vector = vector(stimulus, layer, word);
      System.arraycopy(vector, 0, words.data, (word - SKIPPED) * WIDTH, WIDTH);
    }
    return words;
  }

  static float[] vector(String stimulus, int layer, int word) {
    Random random = new Random(stimulus.hashCode() * 31L + layer * 1000L + word);
    float[] vector = new float[WIDTH];
    for (int h = 0; h < WIDTH; h++) {
      vector[h] = (float) random.nextGaussian();
    }
    vector[0] += shape(word).length() * (layer + 1);
    return vector;
  }

  static Plan plan(String unit, String stimulus, SourceKind kind, List<Integer> layers) {
    int[] all = IntStream.range(0, WORDS).toArray();
    return Plan.newBuilder()
        .setUnit(unit)
        .setModel(unit)
        .setStep(1)
        .setStimulus(stimulus)
        .setKind(kind)
        .setIdentity("identity")
        .setLayers(layers)
        .setHiddenSize(WIDTH)
        .setWords(WORDS)
        .setSkippedWords(SKIPPED)
        .setWordTrs(Vectors.ofInts(all))
        .setTrRuns(Vectors.ofInts(new int[WORDS]))
        .setKeptTrs(Vectors.ofInts(all))
        .setLags(List.of(0))
        .setContext(1)
        .setWindows(WORDS)
        .setTasks(1)
        .setScoredTokens(0)
        .build();
  }
}
