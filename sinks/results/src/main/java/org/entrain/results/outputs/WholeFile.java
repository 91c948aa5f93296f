package org.entrain.results.outputs;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes files under another name and gives them their own when they are whole, in the place of
 * what has it.
 */
final class WholeFile {

  /** Before the name, not behind it: writers of images look at its end. */
  private static final String PART = ".part-";

  /** Writes the file of the other name. */
  @FunctionalInterface
  interface Writing {
    void to(Path part) throws IOException;
  }

  /** Writes bytes. */
  @FunctionalInterface
  interface Bytes {
    void to(OutputStream out) throws IOException;
  }

  /** Writes text. */
  @FunctionalInterface
  interface Text {
    void to(Writer out) throws IOException;
  }

  private WholeFile() {}

  /**
   * Writes a file, and the folders it lies in.
   *
   * @throws OutputException if that fails; what had the name still has it
   * @throws OutputStopped if nobody wants the file any more
   */
  static void write(Path file, Writing writing) throws OutputStopped {
    Path part = file.resolveSibling(PART + file.getFileName());
    try {
      Files.createDirectories(file.getParent());
      try {
        writing.to(part);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (OutputStopped e) {
      throw e;
    } catch (IOException e) {
      throw new OutputException(file, e);
    }
  }

  static void bytes(Path file, Bytes bytes) throws OutputStopped {
    write(
        file,
        part -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
            bytes.to(out);
          }
        });
  }

  static void text(Path file, Text text) throws OutputStopped {
    write(
        file,
        part -> {
          try (Writer out =
              new BufferedWriter(
                  new OutputStreamWriter(Files.newOutputStream(part), StandardCharsets.UTF_8))) {
            text.to(out);
          }
        });
  }
}
