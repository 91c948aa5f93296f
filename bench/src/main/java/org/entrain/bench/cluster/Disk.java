package org.entrain.bench.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, mounted over a folder, which can be filled. Needs root. */
final class Disk implements AutoCloseable {

  private static final int CHUNK_BYTES = 1 << 16;

  private final Path folder;
  private final Path filler;

  /**
   * Mounts one.
   *
   * @throws IOException if this process may not
   */
  Disk(Path folder, int mebibytes) throws IOException, InterruptedException {
    this.folder = folder;
    Files.createDirectories(folder);
    command("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
    filler = folder.resolve("filler");
  }

  /** Leaves no byte. */
  void fill() {
    byte[] chunk = new byte[CHUNK_BYTES];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException e) {
      // No space left: that is what was wanted.
    }
  }

  void free() throws IOException {
    Files.delete(filler);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    command("umount", "-l", folder.toString());
  }

  private static void command(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + told.strip());
    }
  }
}
