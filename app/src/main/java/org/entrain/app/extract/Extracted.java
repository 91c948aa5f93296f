package org.entrain.app.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@value #FILE} says about the files beside it: what they are of, how they were computed, and
 * the perplexity. It is written last.
 *
 * @param model name of the model
 * @param step training step
 * @param architecture {@code model_type}
 * @param fingerprint hash of the weights
 * @param identity hash of weights, configuration and tokenizer
 * @param words number of words of the text
 * @param wordsHash hash of their texts
 * @param wordsSkipped leading words without a representation
 * @param context policy, such as {@code tokens:50}
 * @param representation {@code last} or {@code mean}
 * @param layers hidden states in the file, as the setting has them: {@code all}, or indices
 * @param wordsSkip the setting {@code words.skip}
 * @param hiddenSize H
 * @param windows windows computed
 * @param tokensScored tokens whose probability was computed
 * @param logProbabilitySum Σ ln p of these tokens
 * @param perplexity exp(−sum / tokens); null where no token was scored
 * @param seconds time of the forward passes
 * @param windowsPerSecond windows / seconds
 * @param version the entrain that wrote it
 */
record Extracted(
    String model,
    long step,
    String architecture,
    String fingerprint,
    String identity,
    int words,
    String wordsHash,
    int wordsSkipped,
    String context,
    String representation,
    String layers,
    int wordsSkip,
    int hiddenSize,
    long windows,
    long tokensScored,
    double logProbabilitySum,
    @Nullable Double perplexity,
    double seconds,
    double windowsPerSecond,
    String version) {

  static final String FILE = "perplexity.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Reads it; empty if there is none, or something else. */
  static Optional<Extracted> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Extracted read = JSON.readValue(Files.readString(file), Extracted.class);
      return read == null || read.identity == null ? Optional.empty() : Optional.of(read);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(FILE), JSON.writeValueAsString(this) + "\n");
  }

  /** The same numbers under another name, for equal weights. */
  Extracted named(String otherModel, long otherStep) {
    return new Extracted(
        otherModel,
        otherStep,
        architecture,
        fingerprint,
        identity,
        words,
        wordsHash,
        wordsSkipped,
        context,
        representation,
        layers,
        wordsSkip,
        hiddenSize,
        windows,
        tokensScored,
        logProbabilitySum,
        perplexity,
        seconds,
        windowsPerSecond,
        version);
  }
}
