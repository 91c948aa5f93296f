package org.entrain.embedding;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.entrain.common.InvalidInputException;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.common.NoRoomException;
import org.entrain.common.UnavailableException;
import org.entrain.models.CheckpointFiles;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LoadListener;
import org.jspecify.annotations.Nullable;

/** The latest used checkpoints with their weights in memory. For one thread. */
final class ModelCache implements AutoCloseable {

  /** The smallest weight is stored in two bytes and takes four in memory. */
  private static final int MOST_WIDENING = 2;

  /** Opens a folder, telling how far it is. */
  @FunctionalInterface
  interface Opener {
    CheckpointFolder open(Path location, LoadListener listener);
  }

  /** Takes a checkpoint into memory, telling how far it is. */
  @FunctionalInterface
  interface Loader {
    LanguageModel load(CheckpointFolder folder, LoadListener listener);
  }

  /**
   * A model in memory.
   *
   * @param copy what its weights are read from
   * @param bytes most that its weights take
   */
  private record Loaded(LanguageModel model, LocalCopy copy, long bytes) implements AutoCloseable {
    @Override
    public void close() {
      model.close();
      copy.close();
    }
  }

  private final Locations locations;
  private final Opener opener;
  private final Loader loader;
  private final int capacity;
  private final long memory;

  /** By identity, the least recently used first. */
  private final Map<String, Loaded> loaded = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param locations brings folders here
   * @param capacity checkpoints in memory at once, at least 1
   * @param memory bytes that all of them take together, unless there is only one
   */
  ModelCache(Locations locations, Opener opener, Loader loader, int capacity, long memory) {
    this.locations = locations;
    this.opener = opener;
    this.loader = loader;
    this.capacity = capacity;
    this.memory = memory;
  }

  /**
   * The checkpoint in a folder.
   *
   * @param reports begins a report; asked only when the checkpoint must be loaded
   * @throws InvalidInputException when it cannot be read, or is no longer the one announced
   * @throws NoRoomException when its files find no room here; the least recently used model is
   *     given up for the next try, because the files it keeps may be what leaves no room
   * @throws UnavailableException when the store that it lies in does not answer, or its files
   *     cannot be kept here
   */
  LanguageModel get(Location location, String identity, Supplier<LoadingReport> reports) {
    Loaded known = loaded.get(identity);
    if (known != null) {
      return known.model();
    }
    LoadingReport report = reports.get();
    LanguageModel model = load(location, identity, report);
    report.done();
    return model;
  }

  private LanguageModel load(Location location, String identity, LoadingReport report) {
    @Nullable LocalCopy copy = null;
    boolean kept = false;
    try {
      copy = locations.folder(location, CheckpointFiles.all());
      AtomicLong stored = new AtomicLong();
      CheckpointFolder folder =
          opener.open(
              copy.path(),
              (done, total) -> {
                stored.accumulateAndGet(total, Math::max);
                report.loaded(done, total);
              });
      requireAnnounced(location, identity, folder);
      long bytes = MOST_WIDENING * stored.get();
      makeRoom(bytes);
      LanguageModel model = loader.load(folder, report);
      loaded.put(identity, new Loaded(model, copy, bytes));
      kept = true;
      return model;
    } catch (KafkaException | UnavailableException e) {
      report.stopped(); // the brokers' failure, the store's or the disk's, not the checkpoint's
      if (e instanceof NoRoomException && !loaded.isEmpty()) {
        evictEldest();
      }
      throw e;
    } catch (RuntimeException e) {
      // Reading a file that is interrupted ends in one of several exceptions.
      if (e instanceof CancellationException || Thread.currentThread().isInterrupted()) {
        report.stopped();
      } else {
        report.failed(e.getMessage());
      }
      throw e;
    } finally {
      if (copy != null && !kept) {
        copy.close();
      }
    }
  }

  private static void requireAnnounced(
      Location location, String identity, CheckpointFolder folder) {
    if (!folder.identity().equals(identity)) {
      throw new InvalidInputException(
          location.text(),
          "identity of the checkpoint",
          identity,
          folder.identity()
              + ": weights, configuration or tokenizer changed after it was announced",
          "Announce the folder as it is now; what has failed is not tried again.");
    }
  }

  @Override
  public void close() {
    loaded.values().forEach(Loaded::close);
    loaded.clear();
  }

  /** Frees before loading, so that memory never holds more than allowed. */
  private void makeRoom(long bytes) {
    long sum = loaded.values().stream().mapToLong(Loaded::bytes).sum();
    while (!loaded.isEmpty() && (loaded.size() >= capacity || sum + bytes > memory)) {
      sum -= evictEldest();
    }
  }

  /** Frees the least recently used model; returns the bytes that it took. */
  private long evictEldest() {
    Iterator<Loaded> eldestFirst = loaded.values().iterator();
    Loaded eldest = eldestFirst.next();
    eldestFirst.remove();
    eldest.close();
    return eldest.bytes();
  }
}
