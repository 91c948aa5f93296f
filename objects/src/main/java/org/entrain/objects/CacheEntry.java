package org.entrain.objects;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.entrain.common.FolderTree;
import org.jspecify.annotations.Nullable;

/**
 * One version of a folder of objects on this machine: its files lie below the names of bucket and
 * folder, so that messages about them can be read, beside a record of what they are.
 *
 * @param root folder of the entry
 */
record CacheEntry(Path root) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECORD = "entry.json";

  /**
   * A file that is here, or is being fetched and has its room reserved.
   *
   * @param size bytes
   * @param sha256 of its content, 64 hexadecimal digits; null until it is here
   */
  record Kept(long size, @Nullable String sha256) {}

  /**
   * What the entry is.
   *
   * @param url folder in the store
   * @param files by name
   */
  record Contents(String url, Map<String, Kept> files) {
    public Contents {
      files = new TreeMap<>(files);
    }

    /** With a file in place of what was known of it. */
    Contents with(String name, Kept file) {
      Map<String, Kept> all = new TreeMap<>(files);
      all.put(name, file);
      return new Contents(url, all);
    }

    /** Room that it takes or will take. */
    long bytes() {
      return files.values().stream().mapToLong(Kept::size).sum();
    }
  }

  /** What it is; empty where its record is missing or damaged: then its files are not trusted. */
  Contents read(String url) throws IOException {
    return recorded()
        .filter(contents -> url.equals(contents.url()))
        .orElseGet(() -> new Contents(url, Map.of()));
  }

  /** What its record says; empty where that is missing or damaged. */
  Optional<Contents> recorded() throws IOException {
    try {
      return Optional.ofNullable(JSON.readValue(Files.readAllBytes(record()), Contents.class));
    } catch (JacksonException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Room that its files take on the disk, bytes. */
  long diskBytes() throws IOException {
    return FolderTree.bytes(root);
  }

  /** Replaces the record: a reader sees the old one or the new one. */
  void write(Contents contents) throws IOException {
    Files.createDirectories(root);
    Path fresh = root.resolve(RECORD + ".new");
    Files.write(fresh, JSON.writeValueAsBytes(contents));
    Files.move(
        fresh, record(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Remembers that it was used. */
  void touch(FileTime now) throws IOException {
    if (Files.exists(record())) {
      Files.setLastModifiedTime(record(), now);
    }
  }

  /** When it was used last. */
  FileTime used() throws IOException {
    return Files.exists(record()) ? Files.getLastModifiedTime(record()) : FileTime.fromMillis(0);
  }

  /** Removes it, its record first: what is left of a removal that is cut short is not trusted. */
  void delete() throws IOException {
    Files.deleteIfExists(record());
    FolderTree.delete(root);
  }

  private Path record() {
    return root.resolve(RECORD);
  }
}
