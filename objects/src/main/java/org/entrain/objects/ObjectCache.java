package org.entrain.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrain.common.ContentHash;
import org.entrain.common.FileChoice;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.NoRoomException;
import org.entrain.common.ObjectUrl;
import org.entrain.common.UnavailableException;
import org.entrain.objects.CacheEntry.Contents;
import org.entrain.objects.CacheEntry.Kept;
import org.entrain.objects.CacheLocks.Held;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Versions of folders of objects, each fetched once for all processes that share the cache, file by
 * file as they are wanted. A version is told by store, URL, and names, sizes and ETags of its
 * files. Thread-safe.
 */
final class ObjectCache implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectCache.class);
  private static final String ENTRIES = "objects";
  private static final String LOCKS = "locks";

  private final Path entries;
  private final ObjectStore store;
  private final Download download;
  private final CacheLocks locks;
  private final CacheRoom room;
  private final FetchListener listener;
  private final InstantSource clock;
  private final FileHash hash = new FileHash();

  ObjectCache(
      Path root,
      ObjectStore store,
      Download download,
      long mostBytes,
      FetchListener listener,
      InstantSource clock) {
    this.entries = root.resolve(ENTRIES);
    this.store = store;
    this.download = download;
    this.locks = new CacheLocks(root.resolve(LOCKS));
    this.room = new CacheRoom(entries, locks, mostBytes);
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * A version of a folder, with the chosen files in it.
   *
   * @param version all files that can matter
   * @throws ChangedException if a file is another one now
   * @throws NoRoomException if this machine's disk or cache is full
   * @throws UnavailableException if it is otherwise to blame, and not what is wanted
   */
  LocalCopy get(ObjectUrl folder, Map<String, StoredObject> version, FileChoice choice)
      throws ChangedException {
    SortedMap<String, StoredObject> files = new TreeMap<>(version);
    String name = name(folder, files);
    CacheEntry entry = new CacheEntry(entries.resolve(name));
    Path place = place(entry, folder);
    @Nullable Held use = null;
    boolean kept = false;
    try {
      Files.createDirectories(entries);
      use = locks.share(CacheRoom.useOf(name));
      try (Held fetching = locks.alone(name + ".fetch", () -> waiting(folder))) {
        Files.createDirectories(place);
        fetch(entry, folder, place, files, choice);
        entry.touch(FileTime.from(clock.instant()));
      }
      kept = true;
      return new Copy(place, use);
    } catch (IOException e) {
      String fault =
          ("%s: the cache cannot be written: %s."
                  + " Make room, allow writing, or name another folder with --cache.")
              .formatted(entries, e);
      throw full(files) ? new NoRoomException(fault, e) : new UnavailableException(fault, e);
    } finally {
      if (use != null && !kept) {
        use.close();
      }
    }
  }

  /**
   * Whether the disk lacks room for one of the files. What a fault says of it depends on system and
   * language.
   */
  private boolean full(SortedMap<String, StoredObject> files) {
    long largest = files.values().stream().mapToLong(StoredObject::size).max().orElse(0);
    try {
      return Files.getFileStore(entries).getUsableSpace() < largest;
    } catch (IOException e) {
      return false; // the folder is not there: that is the fault
    }
  }

  /** Lets go of all copies that are still open. */
  @Override
  public void close() {
    locks.close();
  }

  private record Copy(Path path, Held use) implements LocalCopy {
    @Override
    public void close() {
      use.close();
    }
  }

  /** The choice may depend on a file, as on the index of others: it is asked until it has all. */
  private void fetch(
      CacheEntry entry,
      ObjectUrl folder,
      Path place,
      SortedMap<String, StoredObject> files,
      FileChoice choice)
      throws IOException, ChangedException {
    Set<String> here = new TreeSet<>();
    while (true) {
      Set<String> wanted = new TreeSet<>(choice.of(files.keySet(), place));
      wanted.retainAll(files.keySet());
      wanted.removeAll(here);
      if (wanted.isEmpty()) {
        return;
      }
      for (String name : wanted) {
        StoredObject file = files.get(name);
        if (file != null) {
          fetch(entry, folder, place.resolve(name), file);
        }
      }
      here.addAll(wanted);
    }
  }

  private void fetch(CacheEntry entry, ObjectUrl folder, Path file, StoredObject object)
      throws IOException, ChangedException {
    String url = folder.toString();
    Contents contents = entry.read(url);
    @Nullable Kept kept = contents.files().get(object.name());
    if (kept != null && hash.matches(file, kept)) {
      return;
    }
    if (kept != null && kept.sha256() != null) {
      listener.said(
          "%s is not what was fetched from %s: it is fetched again"
              .formatted(file, folder.child(object.name())));
      LOG.warn("{} is damaged, it is fetched again", file);
    }
    Files.deleteIfExists(file);
    long more = object.size() - (kept == null ? 0 : kept.size());
    Contents reserved = contents.with(object.name(), new Kept(object.size(), null));
    room.reserve(url, Math.max(0, more), reserved.bytes(), () -> entry.write(reserved));
    Location location = new Location(folder.child(object.name()).toString());
    String sha256 =
        download.to(
            file,
            folder.child(object.name()),
            object,
            done -> listener.fetching(location, done, object.size()));
    hash.fetched(file, sha256);
    entry.write(reserved.with(object.name(), new Kept(object.size(), sha256)));
    LOG.info("fetched {}, {} bytes, sha256 {}", location, object.size(), sha256);
  }

  private void waiting(ObjectUrl folder) {
    LOG.info("{} is being fetched by another process or thread", folder);
  }

  private String name(ObjectUrl folder, SortedMap<String, StoredObject> files) {
    ContentHash name = new ContentHash().add(store.endpoint()).add(folder.toString());
    files.values().forEach(f -> name.add(f.name()).add(f.size()).add(f.etag()));
    return name.shortHex();
  }

  /** Names of bucket and folder are checked: none of them leads out of the entry. */
  private static Path place(CacheEntry entry, ObjectUrl folder) {
    Path place = entry.root().resolve("s3").resolve(folder.bucket());
    return folder.key().isEmpty() ? place : place.resolve(folder.key());
  }
}
