package org.entrain.producers.checkpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Set;
import org.entrain.common.ContentHash;
import org.entrain.common.FileChoice;
import org.entrain.common.InvalidInputException;
import org.entrain.common.SmallFile;
import org.entrain.common.Unreadable;
import org.entrain.formats.npy.NpyArray;
import org.entrain.producers.stimulus.Stimulus;

/**
 * Representations that were computed elsewhere: {@value #REPRESENTATIONS} (layers × words × H, f4
 * or f8) and {@value #SKIPPED}, the number of leading words that have none. Values are mapped and
 * read when they are asked for. Safe for concurrent reading.
 */
public final class ActivationsFolder {

  /** Of a file with one number. */
  private static final int MAX_NUMBER_BYTES = 1 << 10;

  /** Name of the file of representations. */
  public static final String REPRESENTATIONS = "representations.npy";

  /** Name of the file of the number of leading words without a representation. */
  public static final String SKIPPED = "words_skipped.json";

  /** Both of them. */
  public static final FileChoice FILES = FileChoice.names(Set.of(REPRESENTATIONS, SKIPPED));

  private final NpyArray values;
  private final int skippedWords;
  private final String fingerprint;
  private final String identity;

  private ActivationsFolder(NpyArray values, int skippedWords, String fingerprint) {
    this.values = values;
    this.skippedWords = skippedWords;
    this.fingerprint = fingerprint;
    this.identity = new ContentHash().add(fingerprint).add(skippedWords).shortHex();
  }

  /**
   * Opens and checks a folder; reads every value once.
   *
   * @throws InvalidInputException if a file is missing or damaged, or a value is not finite
   */
  public static ActivationsFolder open(Path folder) {
    NpyArray values =
        NpyArray.open(folder.resolve(REPRESENTATIONS)).reals("layers", "words", "hidden");
    if (values.size() == 0) {
      throw new InvalidInputException(
          values.file(),
          "shape",
          "at least one layer, word and unit",
          values.shape().toString(),
          "Save the representations again.");
    }
    return new ActivationsFolder(values, skipped(folder.resolve(SKIPPED)), fingerprint(values));
  }

  /**
   * Checks that it fits a stimulus: skipped words and represented words are all its words.
   *
   * @throws InvalidInputException if not
   */
  public void requireFits(Stimulus stimulus) {
    int expected = stimulus.words().size() - skippedWords;
    if (words() != expected) {
      throw new InvalidInputException(
          values.file(),
          "words",
          "%d, the stimulus' %d less the %d of %s"
              .formatted(expected, stimulus.words().size(), skippedWords, SKIPPED),
          Integer.toString(words()),
          "These activations belong to another stimulus, or their words were split otherwise.");
    }
  }

  /** Number of hidden states. */
  public int layers() {
    return values.shape().get(0);
  }

  /** Number of words that have a representation. */
  public int words() {
    return values.shape().get(1);
  }

  /** H, length of a representation. */
  public int hiddenSize() {
    return values.shape().get(2);
  }

  /** Number of leading words of the stimulus without a representation. */
  public int skippedWords() {
    return skippedWords;
  }

  /** SHA-256 of shape and values as float32, 64 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint;
  }

  /** 16 hexadecimal digits over fingerprint and skipped words. */
  public String identity() {
    return identity;
  }

  /**
   * Returns a representation, shape [H].
   *
   * @param word index of the word in the stimulus, from {@link #skippedWords} on
   */
  public float[] vector(int layer, int word) {
    return vector(values, layer, word - skippedWords);
  }

  private static float[] vector(NpyArray values, int layer, int at) {
    int words = values.shape().get(1);
    int hidden = values.shape().get(2);
    float[] vector = new float[hidden];
    values.floats(((long) layer * words + at) * hidden, vector);
    return vector;
  }

  private static String fingerprint(NpyArray values) {
    ContentHash hash = new ContentHash();
    values.shape().forEach(hash::add);
    int hidden = values.shape().get(2);
    ByteBuffer bytes = ByteBuffer.allocate(hidden * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int layer = 0; layer < values.shape().get(0); layer++) {
      for (int word = 0; word < values.shape().get(1); word++) {
        float[] vector = vector(values, layer, word);
        for (int h = 0; h < hidden; h++) {
          if (!Float.isFinite(vector[h])) {
            throw new InvalidInputException(
                values.file(),
                "[%d, %d, %d]".formatted(layer, word, h),
                "a finite float32 value",
                Float.toString(vector[h]),
                "Compute the representations again.");
          }
        }
        bytes.clear();
        bytes.asFloatBuffer().put(vector);
        hash.update(bytes);
      }
    }
    return hash.hex();
  }

  private static int skipped(Path file) {
    JsonNode number;
    try {
      number = new ObjectMapper().readTree(SmallFile.text(file, MAX_NUMBER_BYTES));
    } catch (IOException e) {
      throw Unreadable.refusal(file, "a number in JSON", e);
    }
    if (!number.isInt() || number.asInt() < 0) {
      throw new InvalidInputException(
          file.toString(),
          "number",
          "a whole number from 0",
          number.toString(),
          "Write the number of leading words without a representation.");
    }
    return number.asInt();
  }
}
