package org.entrain.models;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.entrain.common.InvalidInputException;
import org.entrain.models.safetensors.SafetensorsFile;
import org.entrain.models.torch.TorchFile;
import org.entrain.models.weights.TensorEntry;

/**
 * The tensors of a checkpoint folder, out of one file or several, of either format.
 *
 * @param source file that was opened: the weights or their index
 * @param entries all tensors by the names that the files give them
 */
record StoredTensors(Path source, SortedMap<String, TensorEntry> entries) {

  static final String SAFETENSORS = "model.safetensors";
  static final String TORCH = "pytorch_model.bin";
  static final String INDEX = ".index.json";

  /** In order of preference: safetensors first, since nothing in them has to be interpreted. */
  static final List<String> NAMES = List.of(SAFETENSORS, SAFETENSORS + INDEX, TORCH, TORCH + INDEX);

  /**
   * The file that {@link #open} takes.
   *
   * @throws InvalidInputException if the folder has none
   */
  static Path find(Path directory) {
    for (String name : NAMES) {
      Path file = directory.resolve(name);
      // A link to nothing is refused by name; the next file may be another model's.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return file;
      }
    }
    throw new InvalidInputException(
        directory.toString(),
        "weights",
        "one of " + String.join(", ", NAMES),
        Files.isDirectory(directory) ? "none of them" : "no such folder",
        "A checkpoint folder holds config.json, tokenizer.json and the weights.");
  }

  /**
   * @throws InvalidInputException if a file is missing, damaged, or contradicts the index
   */
  static StoredTensors open(Path source) {
    String name = String.valueOf(source.getFileName());
    SortedMap<String, TensorEntry> entries =
        name.endsWith(INDEX) ? ShardIndex.read(source).merge(StoredTensors::read) : read(source);
    return new StoredTensors(source, entries);
  }

  private static SortedMap<String, TensorEntry> read(Path file) {
    return String.valueOf(file.getFileName()).endsWith(".safetensors")
        ? SafetensorsFile.read(file)
        : TorchFile.read(file);
  }
}
