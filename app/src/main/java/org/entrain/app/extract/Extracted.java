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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
 * @param source files of the checkpoint as they were when it was opened
 * @param settings what was asked for, as {@link ExtractInputs#wanted} says it
 * @param words number of words of the text
 * @param wordsSkipped leading words without a representation
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
    List<SourceFile> source,
    Map<String, String> settings,
    int words,
    int wordsSkipped,
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

  /**
   * Reads it; empty if there is none, or something else.
   *
   * @throws IOException if it cannot be read
   */
  static Optional<Extracted> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(Files.readString(file), Extracted.class))
          .filter(
              read ->
                  Stream.of(read.identity, read.source, read.settings).allMatch(Objects::nonNull));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  String json() throws IOException {
    return JSON.writeValueAsString(this) + "\n";
  }

  /** The same numbers for another checkpoint with equal weights. */
  Extracted of(Target other, List<SourceFile> itsFiles) {
    return new Extracted(
        other.source().model(),
        other.source().step(),
        architecture,
        fingerprint,
        identity,
        itsFiles,
        settings,
        words,
        wordsSkipped,
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
