package org.entrain.models;

import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.StrictJson;

/**
 * What must be known of a {@code tokenizer.json} without the tokenizer library.
 *
 * @param file where it is
 * @param bytes its content
 * @param largestId largest token id that it can give
 */
record TokenizerFile(Path file, byte[] bytes, long largestId) {

  /** The largest published ones have 33 MB. */
  private static final long MAX_BYTES = 64L << 20;

  /**
   * @throws InvalidInputException if the file has no vocabulary or an id that is no whole number
   *     from 0
   */
  static TokenizerFile read(Path file) {
    byte[] bytes = JsonFiles.bytes(file, MAX_BYTES);
    TokenizerIds ids = new TokenizerIds(file);
    return new TokenizerFile(
        file, bytes, StrictJson.streamed(file, JsonFiles.CONTENT, bytes, ids::largest));
  }

  /**
   * Refuses a tokenizer with ids that the embedding lacks. Fewer ids than rows are right: published
   * embeddings are padded to a size that suits the hardware (Pythia: 50,304 rows for 50,277
   * tokens), and the rows of the rest are never asked for.
   */
  void checkFits(int vocabularySize) {
    if (largestId >= vocabularySize) {
      throw new InvalidInputException(
          file.toString(),
          "model.vocab",
          "ids below " + vocabularySize + ", the vocab_size of config.json",
          "id " + largestId,
          "The tokenizer belongs to another model.");
    }
  }
}
