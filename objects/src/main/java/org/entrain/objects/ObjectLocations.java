package org.entrain.objects;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.entrain.common.FileChoice;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Listing;
import org.entrain.common.Listing.Version;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.common.ObjectUrl;
import org.jspecify.annotations.Nullable;

/**
 * Places of this machine, and of a store that speaks S3 through a cache. The store is not asked,
 * nor its client loaded, before an object is wanted. Thread-safe.
 */
public final class ObjectLocations implements Locations, AutoCloseable {

  private static final int CHANGES = 3;
  private static final long FIRST_PAUSE_MS = 500;

  private final Locations local = Locations.local();
  private final Path cacheFolder;
  private final Limits limits;
  private final Supplier<ObjectStore> stores;
  private final FetchListener listener;
  private final Download.Pause pause;
  private @Nullable Opened opened;

  private record Opened(ObjectStore store, ObjectCache cache) {}

  private ObjectLocations(
      Path cacheFolder,
      Limits limits,
      Supplier<ObjectStore> stores,
      FetchListener listener,
      Download.Pause pause) {
    this.cacheFolder = cacheFolder;
    this.limits = limits;
    this.stores = stores;
    this.listener = listener;
    this.pause = pause;
  }

  /**
   * The store that the environment names, as it does to the AWS tools: {@code AWS_ENDPOINT_URL_S3},
   * {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID} and others, or a profile.
   *
   * @param variables value of a variable of the environment, or null
   * @param cache folder of the cache, made when it is needed
   */
  public static ObjectLocations of(
      UnaryOperator<@Nullable String> variables,
      Path cache,
      Limits limits,
      FetchListener listener) {
    return new ObjectLocations(
        cache,
        limits,
        () -> new S3Store(Access.of(variables)),
        listener,
        attempt -> Thread.sleep(FIRST_PAUSE_MS << (attempt - 1)));
  }

  /** With another way to reach the store and to let time pass between attempts. */
  static ObjectLocations of(
      Supplier<ObjectStore> store,
      Path cache,
      Limits limits,
      FetchListener listener,
      Download.Pause pause) {
    return new ObjectLocations(cache, limits, store, listener, pause);
  }

  @Override
  public Listing list(Location folder) {
    if (!folder.isObject()) {
      return local.list(folder);
    }
    ObjectStore.Folder found = opened().store().list(folder.url(), limits.names());
    SortedMap<String, Version> files = new TreeMap<>();
    found.objects().stream()
        .filter(object -> ObjectUrl.isName(object.name()))
        .forEach(o -> files.put(o.name(), new Version(o.size(), o.etag())));
    SortedSet<String> folders = new TreeSet<>();
    found.folders().stream().filter(ObjectUrl::isName).forEach(folders::add);
    return new Listing(files, folders);
  }

  @Override
  public LocalCopy folder(Location folder, FileChoice choice) {
    if (!folder.isObject()) {
      return local.folder(folder, choice);
    }
    ObjectUrl url = folder.url();
    return settled(
        url,
        () -> {
          Map<String, StoredObject> files = new TreeMap<>();
          opened().store().list(url, limits.names()).objects().stream()
              .filter(object -> choice.concerns(object.name()))
              .forEach(object -> files.put(object.name(), object));
          check(url, files);
          return opened().cache().get(url, files, choice);
        });
  }

  @Override
  public LocalCopy file(Location file) {
    if (!file.isObject()) {
      return local.file(file);
    }
    ObjectUrl url = file.url();
    if (url.key().isEmpty()) {
      throw new InvalidInputException(
          url.toString(), "key", "an object", "a whole bucket", "Name the object.");
    }
    ObjectUrl folder = url.parent();
    return settled(
        url,
        () -> {
          Map<String, StoredObject> files = Map.of(url.name(), opened().store().head(url));
          check(folder, files);
          LocalCopy copy =
              opened().cache().get(folder, files, FileChoice.names(Set.of(url.name())));
          return new Within(copy, copy.path().resolve(url.name()));
        });
  }

  /** Lets go of the store and of all copies that are still open. */
  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.cache().close();
      opened.store().close();
      opened = null;
    }
  }

  private record Within(LocalCopy copy, Path path) implements LocalCopy {
    @Override
    public void close() {
      copy.close();
    }
  }

  @FunctionalInterface
  private interface Getting {
    LocalCopy get() throws ChangedException;
  }

  /** A version that is replaced while it is fetched is given up for the next one. */
  private static LocalCopy settled(ObjectUrl url, Getting getting) {
    for (int changes = 0; changes < CHANGES; changes++) {
      try {
        return getting.get();
      } catch (ChangedException e) {
        // The next round describes it anew.
      }
    }
    throw new InvalidInputException(
        url.toString(),
        "version",
        "objects that stay as they are while they are fetched",
        "another version each of %d times".formatted(CHANGES),
        "Wait until the upload is done.");
  }

  private void check(ObjectUrl folder, Map<String, StoredObject> files) {
    if (files.isEmpty()) {
      throw new InvalidInputException(
          folder.toString(), "folder", "a folder with files", "none", "Check the URL.");
    }
    Map<String, String> names = new HashMap<>();
    for (StoredObject file : files.values()) {
      if (!ObjectUrl.isName(file.name())) {
        throw new InvalidInputException(
            folder.toString(),
            "key",
            "names of files without /, \\, : and control characters",
            "'" + ObjectUrl.printable(file.name()) + "'",
            "Give the object another name.");
      }
      @Nullable String other = names.put(file.name().toLowerCase(Locale.ROOT), file.name());
      if (other != null) {
        throw new InvalidInputException(
            folder.toString(),
            "key",
            "names that differ by more than capital letters",
            other + " and " + file.name(),
            "Give one of the objects another name.");
      }
      if (file.size() > limits.objectBytes()) {
        throw new InvalidInputException(
            folder.child(file.name()).toString(),
            "size",
            "at most %,d bytes".formatted(limits.objectBytes()),
            "%,d".formatted(file.size()),
            "Allow more by ENTRAIN_S3_OBJECT_SIZE, such as 200g.");
      }
    }
  }

  private synchronized Opened opened() {
    if (opened == null) {
      ObjectStore store = stores.get();
      opened =
          new Opened(
              store,
              new ObjectCache(
                  cacheFolder,
                  store,
                  new Download(store, pause),
                  limits.cacheBytes(),
                  listener,
                  InstantSource.system()));
    }
    return opened;
  }
}
