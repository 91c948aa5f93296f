package org.entrain.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;

/**
 * What must be known of a {@code tokenizer.json} without the tokenizer library.
 *
 * @param file where it is
 * @param bytes its content
 * @param largestId largest token id that it can give
 */
record TokenizerFile(Path file, byte[] bytes, long largestId) {

  /** The largest published ones have 20 MB. */
  private static final long MAX_BYTES = 128L << 20;

  static TokenizerFile read(Path file) {
    JsonFiles.Content content = JsonFiles.read(file, MAX_BYTES);
    JsonNode vocabulary = content.root().path("model").path("vocab");
    if (vocabulary.isEmpty()) {
      throw new InvalidInputException(
          file.toString(),
          "model.vocab",
          "a vocabulary",
          "none",
          "Save the tokenizer by the tokenizers library.");
    }
    // Unigram models list [piece, score] in the order of ids; all others map pieces to ids.
    long largest = vocabulary.isArray() ? vocabulary.size() - 1L : 0;
    if (vocabulary.isObject()) {
      for (JsonNode id : vocabulary) {
        largest = Math.max(largest, id.asLong());
      }
    }
    for (JsonNode added : content.root().path("added_tokens")) {
      largest = Math.max(largest, added.path("id").asLong());
    }
    return new TokenizerFile(file, content.bytes(), largest);
  }

  /** Refuses a tokenizer with ids that the embedding lacks. */
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
