package org.entrain.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.FileFaults;
import org.entrain.models.weights.TensorEntry;

/**
 * The index of weights in several files: {@code {"weight_map": {tensor: file}}}.
 *
 * @param file the index
 * @param shards file name by tensor
 */
record ShardIndex(Path file, SortedMap<String, String> shards) {

  private static final String REMEDY = FileFaults.DOWNLOAD_AGAIN;

  /** Room for 30,000 tensors; those published with 126 layers have 1,138. */
  private static final long MAX_BYTES = 4L << 20;

  /**
   * @throws InvalidInputException if it is no index or names a file outside of its folder
   */
  static ShardIndex read(Path file) {
    JsonNode map = JsonFiles.object(file, MAX_BYTES).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw new InvalidInputException(
          file.toString(), "weight_map", "tensors with their files", "none", REMEDY);
    }
    SortedMap<String, String> shards = new TreeMap<>();
    for (Map.Entry<String, JsonNode> line : map.properties()) {
      String shard = line.getValue().asText();
      // A bare name cannot leave the folder; links may, since download caches consist of them.
      if (!line.getValue().isTextual() || !shard.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw new InvalidInputException(
            file.toString(),
            "weight_map, " + line.getKey(),
            "the name of a file in the same folder",
            line.getValue().toString(),
            REMEDY);
      }
      shards.put(line.getKey(), shard);
    }
    return new ShardIndex(file, shards);
  }

  /**
   * The tensors of all shards. One that the index does not name is kept too, for the plan to judge.
   *
   * @param reader tensors of a file
   * @throws InvalidInputException if a shard is missing, a tensor is not where the index says, or
   *     two shards have one that the index does not name
   */
  SortedMap<String, TensorEntry> merge(Function<Path, SortedMap<String, TensorEntry>> reader) {
    SortedMap<String, TensorEntry> merged = new TreeMap<>();
    for (String shard : new TreeSet<>(shards.values())) {
      Path path = file.resolveSibling(shard);
      if (!Files.isRegularFile(path)) {
        throw refuse("weight_map", "the file " + shard, "nothing");
      }
      for (TensorEntry entry : reader.apply(path).values()) {
        if (shard.equals(shards.getOrDefault(entry.name(), shard))) {
          TensorEntry other = merged.put(entry.name(), entry);
          if (other != null) {
            throw refuse(
                "tensor " + entry.name(),
                "one file with it, since the index names none",
                other.file().getFileName() + " and " + shard);
          }
        }
      }
    }
    for (Map.Entry<String, String> line : shards.entrySet()) {
      if (!merged.containsKey(line.getKey())) {
        throw refuse("tensor " + line.getKey(), "in " + line.getValue(), "no such tensor there");
      }
    }
    return merged;
  }

  private InvalidInputException refuse(String field, String expected, String found) {
    return new InvalidInputException(file.toString(), field, expected, found, REMEDY);
  }
}
