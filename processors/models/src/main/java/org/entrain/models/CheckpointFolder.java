package org.entrain.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.entrain.common.ContentHash;
import org.entrain.common.InvalidInputException;

/**
 * A checkpoint in Hugging Face layout: {@code config.json}, {@code tokenizer.json} and the weights,
 * which are the first there is of {@code model.safetensors}, {@code model.safetensors.index.json}
 * with its files, {@code pytorch_model.bin}, {@code pytorch_model.bin.index.json}. Opening it
 * checks everything, weights included, so that what is announced can also be run; it needs neither
 * the engine nor the weights in memory. Immutable.
 */
public final class CheckpointFolder {

  private final Path directory;
  private final NetworkPlan plan;
  private final CheckpointTensors tensors;
  private final String fingerprint;
  private final String identity;

  private CheckpointFolder(
      Path directory,
      NetworkPlan plan,
      CheckpointTensors tensors,
      String fingerprint,
      String identity) {
    this.directory = directory;
    this.plan = plan;
    this.tensors = tensors;
    this.fingerprint = fingerprint;
    this.identity = identity;
  }

  /**
   * Opens and checks a folder; reads every weight once.
   *
   * @throws InvalidInputException if a file is missing or unreadable, the architecture or a setting
   *     is not supported, a tensor is missing, unknown, of another shape or type, or holds a value
   *     that is not finite, or the tokenizer knows more tokens than the model; names file, field or
   *     tensor, what was expected and what was found
   */
  public static CheckpointFolder open(Path directory) {
    return open(directory, LoadListener.none());
  }

  /**
   * As {@link #open(Path)}, telling how far the weights are read.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag stays
   *     set
   */
  public static CheckpointFolder open(Path directory, LoadListener listener) {
    Path weights = StoredTensors.find(directory);
    Path tokenizer = required(directory, "tokenizer.json");
    NetworkPlan plan = new Architectures().plan(required(directory, "config.json"));
    TokenizerFile tokenizerFile = TokenizerFile.read(tokenizer);
    tokenizerFile.checkFits(plan.config().vocabularySize());
    CheckpointTensors tensors = CheckpointTensors.of(StoredTensors.open(weights), plan);
    String fingerprint = tensors.fingerprint(listener);
    ContentHash identity = new ContentHash().add(fingerprint);
    for (Map.Entry<String, String> setting : plan.settings().entrySet()) {
      identity.add(setting.getKey()).add(setting.getValue());
    }
    // Segments of the context full are as long, and no shape tells it where positions are rotary.
    identity.add("positions").add((long) plan.config().maxPositions());
    identity.add(tokenizerFile.bytes());
    return new CheckpointFolder(directory, plan, tensors, fingerprint, identity.shortHex());
  }

  public CheckpointConfig config() {
    return plan.config();
  }

  /**
   * SHA-256 of the weights, 64 hexadecimal digits. Hashed are, for every tensor the network reads,
   * in the order of their names: name, shape, and values widened to float32 little-endian. So equal
   * weights have equal fingerprints whether stored as float32, float16 or bfloat16, in whichever
   * format, number of files and order, and under either name of the head. Left out is what the
   * network does not read: buffers that follow from the configuration (causal masks and their fill
   * values, rotary frequencies), OPT's version, the head's copy of tied embeddings, and metadata.
   */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * 16 hexadecimal digits over everything that changes results: fingerprint, architecture and
   * settings, the number of positions, and the bytes of {@code tokenizer.json}.
   */
  public String identity() {
    return identity;
  }

  public Path directory() {
    return directory;
  }

  /** The {@code tokenizer.json} of this checkpoint, for {@link WordTokenizer#open}. */
  public Path tokenizer() {
    return directory.resolve("tokenizer.json");
  }

  /**
   * Refuses contexts that this checkpoint has no positions for.
   *
   * @throws InvalidInputException if {@code context} is larger than the configuration's positions
   */
  public void requireContext(int context) {
    if (context > config().maxPositions()) {
      throw new InvalidInputException(
          directory.resolve("config.json").toString(),
          "max_position_embeddings (n_positions)",
          "at least the context of " + context + " tokens",
          String.valueOf(config().maxPositions()),
          "Use a shorter context.");
    }
  }

  NetworkPlan plan() {
    return plan;
  }

  CheckpointTensors tensors() {
    return tensors;
  }

  private static Path required(Path directory, String name) {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new InvalidInputException(
          directory.toString(),
          name,
          "a readable file",
          Files.exists(file) ? "something else" : "nothing",
          "A checkpoint folder holds config.json, tokenizer.json and the weights.");
    }
    return file;
  }
}
