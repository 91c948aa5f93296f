package org.entrain.embedding;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.entrain.common.InvalidInputException;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;
import org.entrain.models.LoadListener;

/** The latest used checkpoints with their weights in memory. For one thread. */
final class ModelCache implements AutoCloseable {

  /** Opens a folder, telling how far it is. */
  @FunctionalInterface
  interface Opener {
    CheckpointFolder open(Path location, LoadListener listener);
  }

  private final Supplier<LanguageModels> engine;
  private final Opener opener;
  private final int capacity;

  /** By identity, the least recently used first. */
  private final Map<String, LanguageModel> open = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity checkpoints in memory at once, at least 1
   */
  ModelCache(Supplier<LanguageModels> engine, Opener opener, int capacity) {
    this.engine = engine;
    this.opener = opener;
    this.capacity = capacity;
  }

  /**
   * The checkpoint in a folder.
   *
   * @param reports begins a report; asked only when the checkpoint must be loaded
   * @throws InvalidInputException when it cannot be read, or is no longer the one announced
   */
  LanguageModel get(Path location, String identity, Supplier<LoadingReport> reports) {
    LanguageModel known = open.get(identity);
    if (known != null) {
      return known;
    }
    LoadingReport report = reports.get();
    try {
      LanguageModel model = load(location, identity, report);
      open.put(identity, model);
      report.done();
      return model;
    } catch (RuntimeException e) {
      // Reading a file that is interrupted ends in one of several exceptions.
      if (e instanceof CancellationException || Thread.currentThread().isInterrupted()) {
        report.stopped();
      } else {
        report.failed(e.getMessage());
      }
      throw e;
    }
  }

  private LanguageModel load(Path location, String identity, LoadListener listener) {
    CheckpointFolder folder = opener.open(location, listener);
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
    return engine.get().open(folder);
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
