package org.entrain.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.entrain.common.FileChoice;

/** Which files of a checkpoint's folder are read; the same that {@link CheckpointFolder} opens. */
public final class CheckpointFiles {

  private static final Set<String> TEXT = Set.of("config.json", "tokenizer.json");

  private CheckpointFiles() {}

  /** Configuration, tokenizer and weights; the files of an index are known once it is here. */
  public static FileChoice all() {
    return new Choice(true);
  }

  /** Configuration and tokenizer, of the same version of the folder as {@link #all()}. */
  public static FileChoice text() {
    return new Choice(false);
  }

  private record Choice(boolean weights) implements FileChoice {

    @Override
    public boolean concerns(String name) {
      return TEXT.contains(name)
          || StoredTensors.NAMES.contains(name)
          || name.endsWith(".safetensors")
          || name.endsWith(".bin");
    }

    @Override
    public Set<String> of(Set<String> there, Path here) {
      Set<String> wanted = new TreeSet<>(TEXT);
      if (weights) {
        StoredTensors.NAMES.stream()
            .filter(there::contains)
            .findFirst()
            .ifPresent(
                first -> {
                  wanted.add(first);
                  Path index = here.resolve(first);
                  if (first.endsWith(StoredTensors.INDEX) && Files.exists(index)) {
                    wanted.addAll(ShardIndex.read(index).shards().values());
                  }
                });
      }
      return wanted;
    }
  }
}
