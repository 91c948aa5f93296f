package org.entrain.embedding;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.entrain.common.InvalidInputException;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;

/** The latest used checkpoints with their weights in memory. For one thread. */
final class ModelCache implements AutoCloseable {

  private final Supplier<LanguageModels> engine;
  private final int capacity;

  /** By identity, the least recently used first. */
  private final Map<String, LanguageModel> open = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity checkpoints in memory at once, at least 1
   */
  ModelCache(Supplier<LanguageModels> engine, int capacity) {
    this.engine = engine;
    this.capacity = capacity;
  }

  /**
   * The checkpoint in a folder.
   *
   * @throws InvalidInputException when it cannot be read, or is no longer the one announced
   */
  LanguageModel get(Path location, String identity) {
    LanguageModel known = open.get(identity);
    if (known != null) {
      return known;
    }
    CheckpointFolder folder = CheckpointFolder.open(location);
    if (!folder.identity().equals(identity)) {
      throw new InvalidInputException(
          location.toString(),
          "identity of the checkpoint",
          identity,
          folder.identity()
              + ": weights, configuration or tokenizer changed after it was announced",
          "Announce the folder as it is now; what has failed is not tried again.");
    }
    makeRoom();
    LanguageModel model = engine.get().open(folder);
    open.put(identity, model);
    return model;
  }

  @Override
  public void close() {
    open.values().forEach(LanguageModel::close);
    open.clear();
  }

  /** Frees before loading, so that memory never holds one checkpoint more than allowed. */
  private void makeRoom() {
    while (open.size() >= capacity) {
      String eldest = open.keySet().iterator().next();
      LanguageModel evicted = open.remove(eldest);
      if (evicted != null) {
        evicted.close();
      }
    }
  }
}
