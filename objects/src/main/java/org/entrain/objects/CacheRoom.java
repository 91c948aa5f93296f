package org.entrain.objects;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.common.NoRoomException;
import org.entrain.objects.CacheEntry.Contents;
import org.entrain.objects.CacheLocks.Held;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the cache within its size: what removals that were cut short have left goes first, then the
 * entries that were used least recently, and never one that any process uses.
 */
final class CacheRoom {

  private static final String LOCK = "room";
  private static final double GIBIBYTE = 1 << 30;

  private final Path entries;
  private final CacheLocks locks;
  private final long mostBytes;

  private record Aged(CacheEntry entry, long bytes, FileTime used) {}

  CacheRoom(Path entries, CacheLocks locks, long mostBytes) {
    this.entries = entries;
    this.locks = locks;
    this.mostBytes = mostBytes;
  }

  /** Lock that a user of an entry shares. */
  static String useOf(String entry) {
    return entry + ".use";
  }

  /**
   * Reserves room for a file, removing other entries if need be.
   *
   * @param bytes more than its entry has reserved so far
   * @param whole bytes of its entry with it
   * @param reserving writes the record that says so
   * @throws InvalidInputException if the entry is larger than the cache may ever be
   * @throws NoRoomException if there is no room beside what is in use, or the disk is full
   */
  void reserve(String url, long bytes, long whole, Reserving reserving) throws IOException {
    if (whole > mostBytes) {
      throw new InvalidInputException(
          entries.toString(),
          "size of the cache",
          "room for %s, %s".formatted(url, size(whole)),
          size(mostBytes),
          "Allow more by ENTRAIN_CACHE_SIZE, such as 200g.");
    }
    try (Held room = locks.alone(LOCK, () -> {})) {
      List<Aged> all = new ArrayList<>();
      List<CacheEntry> leftovers = new ArrayList<>();
      list(all, leftovers);
      long total = all.stream().mapToLong(Aged::bytes).sum();
      removeLeftovers(leftovers, total, bytes);
      all.sort(Comparator.comparing(Aged::used));
      for (Aged aged : all) {
        if (total + bytes > mostBytes && aged.bytes() > 0 && removed(aged.entry())) {
          total -= aged.bytes();
        }
      }
      if (total + bytes > mostBytes) {
        throw new NoRoomException(
            ("%s: no room for %s of %s: %s of %s are in use."
                    + " Allow more by ENTRAIN_CACHE_SIZE, such as 200g.")
                .formatted(entries, size(bytes), url, size(total), size(mostBytes)));
      }
      long free = free();
      if (bytes > free) {
        throw new NoRoomException(
            ("%s: no room for %s of %s: the disk has %s free."
                    + " Make room, or name another folder with --cache.")
                .formatted(entries, size(bytes), url, size(free)));
      }
      reserving.write();
    }
  }

  /** Writes what reserves the room. */
  @FunctionalInterface
  interface Reserving {
    void write() throws IOException;
  }

  /**
   * @param all takes the entries
   * @param leftovers takes what has no record that can be read
   */
  private void list(List<Aged> all, List<CacheEntry> leftovers) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(entries, Files::isDirectory)) {
      for (Path folder : folders) {
        CacheEntry entry = new CacheEntry(folder);
        @Nullable Contents contents = entry.recorded().orElse(null);
        if (contents == null) {
          leftovers.add(entry);
        } else {
          all.add(new Aged(entry, contents.bytes(), entry.used()));
        }
      }
    }
  }

  /**
   * Makes room of what nobody can use any more. What has no record because it is being made is in
   * use, and takes no room yet.
   *
   * @param total bytes of the entries
   * @param bytes that are wanted
   */
  private void removeLeftovers(List<CacheEntry> leftovers, long total, long bytes)
      throws IOException {
    long left = 0;
    for (CacheEntry entry : leftovers) {
      left += entry.diskBytes();
    }
    if (total + left + bytes > mostBytes || bytes > free()) {
      for (CacheEntry entry : leftovers) {
        removed(entry);
      }
    }
  }

  private long free() throws IOException {
    return Files.getFileStore(entries).getUsableSpace();
  }

  /** Removes it; returns false if anybody uses it. */
  private boolean removed(CacheEntry entry) throws IOException {
    String name = String.valueOf(entry.root().getFileName());
    @Nullable Held alone = locks.attemptAlone(useOf(name));
    if (alone == null) {
      return false;
    }
    try (alone) {
      entry.delete();
      return true;
    }
  }

  private static String size(long bytes) {
    return "%.2f GiB".formatted(bytes / GIBIBYTE);
  }
}
