package org.entrain.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.entrain.objects.CacheEntry.Kept;

/**
 * Compares files of the cache with what was fetched: by hash the first time in a process, which
 * reads a gigabyte in under two seconds, and by size and time after that. Thread-safe.
 */
final class FileHash {

  private static final int BUFFER = 1 << 20;

  private final Map<Path, String> compared = new ConcurrentHashMap<>();

  /** Whether the file is what was fetched. */
  boolean matches(Path file, Kept kept) throws IOException {
    if (kept.sha256() == null) {
      return false;
    }
    try {
      String stamp = stamp(file, kept.sha256());
      if (stamp.equals(compared.get(file))) {
        return true;
      }
      if (Files.size(file) != kept.size() || !sha256(file).equals(kept.sha256())) {
        return false;
      }
      compared.put(file, stamp);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Remembers that a file was hashed as it was written. */
  void fetched(Path file, String sha256) throws IOException {
    compared.put(file, stamp(file, sha256));
  }

  private static String stamp(Path file, String sha256) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return "%s %d %s %s".formatted(sha256, now.size(), now.lastModifiedTime(), now.fileKey());
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Download.digest("SHA-256");
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted while reading " + file);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
