package org.entrain.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.properties.Labels;

/**
 * Representations of words, and properties of the same words.
 *
 * @param words words × H
 */
record ProbeData(FMatrixRMaj words, List<Labels> properties) {

  private static final Pattern SHAPE = Pattern.compile("\\((\\d+), (\\d+), (\\d+)\\)");

  /** Names of the simulated properties, as many classes as each has, and words that share one. */
  private static final List<Simulated> SIMULATED =
      List.of(
          new Simulated("SentenceLength", 3, 15),
          new Simulated("TreeDepth", 2, 15),
          new Simulated("TopConstituents", 2, 15),
          new Simulated("Tense", 2, 15),
          new Simulated("SubjectNumber", 2, 15),
          new Simulated("ObjectNumber", 2, 15),
          new Simulated("POS", 5, 1),
          new Simulated("SmallestConstituent", 2, 1),
          new Simulated("Random", 2, 1));

  private record Simulated(String name, int classes, int run) {}

  /**
   * Simulated states: dimensions of falling spread, and what the classes add along directions of
   * their own: of words much, of sentences little, of coins nothing.
   */
  static ProbeData simulated(int count, int hidden, long seed) {
    Random random = new Random(seed);
    List<Labels> properties = new ArrayList<>();
    FMatrixRMaj words = new FMatrixRMaj(count, hidden);
    double[] spread =
        IntStream.range(0, hidden).mapToDouble(h -> 8 * Math.pow(h + 1, -0.6)).toArray();
    for (int i = 0; i < words.getNumElements(); i++) {
      words.data[i] = (float) (spread[i % hidden] * random.nextGaussian());
    }
    for (Simulated property : SIMULATED) {
      int[] classOf = new int[count];
      for (int w = 0; w < count; w++) {
        classOf[w] = w % property.run() == 0 ? random.nextInt(property.classes()) : classOf[w - 1];
      }
      List<String> names =
          IntStream.range(0, property.classes()).mapToObj(String::valueOf).toList();
      properties.add(new Labels(property.name(), names, classOf));
      double strength = property.name().equals("Random") ? 0 : property.run() == 1 ? 1 : 0.1;
      double[] directions = random.doubles((long) property.classes() * hidden, -1, 1).toArray();
      for (int i = 0; i < words.getNumElements(); i++) {
        int h = i % hidden;
        double direction = directions[classOf[i / hidden] * hidden + h];
        words.data[i] += (float) (strength * spread[h] * direction / 4);
      }
    }
    return new ProbeData(words, properties);
  }

  /**
   * Layers of a checkpoint, all but the first, side by side as dimensions.
   *
   * @param representations float32 of layers × words × H, as {@code extract} writes them
   * @param table as {@code annotate} writes it; its first words have no representation
   */
  static ProbeData read(Path representations, Path table) throws IOException {
    byte[] bytes = Files.readAllBytes(representations);
    Matcher shape = SHAPE.matcher(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1));
    if (!shape.find() || !new String(bytes, 0, 128, StandardCharsets.ISO_8859_1).contains("<f4")) {
      throw new IOException(representations + ": expected float32 of layers × words × hidden");
    }
    int layers = Integer.parseInt(shape.group(1));
    int count = Integer.parseInt(shape.group(2));
    int hidden = Integer.parseInt(shape.group(3));
    int size = Math.multiplyExact(layers, Math.multiplyExact(count, hidden * Float.BYTES));
    FloatBuffer values =
        ByteBuffer.wrap(bytes, bytes.length - size, size)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    FMatrixRMaj words = new FMatrixRMaj(count, (layers - 1) * hidden);
    for (int layer = 1; layer < layers; layer++) {
      for (int w = 0; w < count; w++) {
        values.get(
            (layer * count + w) * hidden,
            words.data,
            w * words.numCols + (layer - 1) * hidden,
            hidden);
      }
    }
    return new ProbeData(words, properties(table, count));
  }

  private static List<Labels> properties(Path table, int count) throws IOException {
    List<String[]> rows =
        Files.readAllLines(table).stream().map(line -> line.split("\t", -1)).toList();
    String[] header = rows.get(0);
    List<String[]> words = rows.subList(rows.size() - count, rows.size());
    List<Labels> properties = new ArrayList<>();
    for (int column = 2; column < header.length; column++) {
      if (!header[column].equals("sentence") && !header[column].endsWith(".raw")) {
        int at = column;
        List<String> values = words.stream().map(row -> row[at]).toList();
        List<String> classes = Labels.inOrder(values);
        int[] classOf = values.stream().mapToInt(classes::indexOf).toArray();
        properties.add(new Labels(header[column], classes, classOf));
      }
    }
    properties.add(coins(count));
    return properties;
  }

  private static Labels coins(int count) {
    int[] classOf = new Random(1).ints(count, 0, 2).toArray();
    return new Labels("Random", List.of("0", "1"), classOf);
  }
}
