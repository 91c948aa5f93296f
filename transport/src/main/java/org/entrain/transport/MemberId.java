package org.entrain.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The name under which a state folder takes part in a group. It stays the same over restarts: the
 * successor of a killed process takes its place at once, instead of waiting until the brokers give
 * the former member up (45 s).
 */
final class MemberId {

  private static final String FILE = "member-id";

  private MemberId() {}

  /** Reads the folder's id; gives it one the first time. */
  static String of(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, FILE, null);
        Files.writeString(written, UUID.randomUUID().toString());
        Files.move(written, file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a member's id in " + file, e);
    }
  }
}
