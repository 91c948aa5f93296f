package org.entrain.app.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.entrain.app.Refusal;
import org.entrain.results.outputs.OutputException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a command writes to standard output or to a file. A reader that stops early, as
 * `head` does, is no fault; a full disk is, of which {@link System#out} says nothing.
 */
final class CommandOutput {

  private CommandOutput() {}

  /** What writes. */
  @FunctionalInterface
  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** The process's own standard output, which is never closed. */
  static OutputStream standard() {
    return new FileOutputStream(FileDescriptor.out);
  }

  /**
   * Writes, until the end or until nobody reads any more.
   *
   * @param what what is written, for people
   * @throws OutputException if it cannot be written, as to a full disk
   * @throws IOException if what is written cannot be read
   */
  static void toStandard(String what, OutputStream out, Writing writing) throws IOException {
    write(what, "standard output", true, out, writing);
  }

  /**
   * Writes a file; an unfinished one never stands under its name. What is no file but takes bytes,
   * as a pipe does, gets them as they come.
   *
   * @param option which names the file
   * @param what what is written, for people
   * @throws Refusal if there can be no such file
   * @throws OutputException if it cannot be written whole, as on a full disk
   * @throws IOException if what is written cannot be read
   */
  static void toFile(String option, String what, Path file, Writing writing) throws IOException {
    if (Files.isDirectory(file)) {
      throw refusal(option, file, "a file", "a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (OutputStream out = open(option, file, file)) {
        write(what, file.toString(), true, new BufferedOutputStream(out), writing);
      }
      return;
    }
    // A link to a file stays one: the file is replaced.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    OutputStream opened = open(option, file, part);
    try {
      Writing andClosing =
          out -> {
            try (out) {
              writing.to(out);
            }
          };
      write(what, file.toString(), false, new BufferedOutputStream(opened), andClosing);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static OutputStream open(String option, Path file, Path place) {
    try {
      return Files.newOutputStream(place);
    } catch (IOException e) {
      throw refusal(option, file, "a file", e.toString());
    }
  }

  /**
   * Refuses a place.
   *
   * @param expected what it should be, as {@code a file}
   */
  static Refusal refusal(String option, Path place, String expected, String found) {
    return new Refusal(
        Refusal.fault(
            option, place.toString(), expected + " that can be written", found, "Name another."));
  }

  /**
   * @param read whether somebody reads, who may stop
   */
  private static void write(
      String what, String place, boolean read, OutputStream out, Writing writing)
      throws IOException {
    Watched watched = new Watched(out);
    try {
      writing.to(watched);
      watched.flush();
    } catch (IOException | RuntimeException e) {
      @Nullable IOException fault = watched.fault;
      if (fault == null) {
        throw e;
      }
      if (!read || !isBrokenPipe(fault)) {
        throw new OutputException(
            "%s not all written to %s: %s. Make room, or write a file elsewhere."
                .formatted(what, place, fault.getMessage()));
      }
    }
  }

  /** Keeps the first fault of another stream, apart from those of who writes to it. */
  private static final class Watched extends OutputStream {

    private final OutputStream out;
    private @Nullable IOException fault;

    Watched(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw keep(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw keep(e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (IOException e) {
        throw keep(e);
      }
    }

    private IOException keep(IOException e) {
      if (fault == null) {
        fault = e;
      }
      return e;
    }
  }

  /** Systems say it in the user's language; a pipe of our own that is broken says it alike. */
  private static boolean isBrokenPipe(IOException fault) {
    String message = String.valueOf(fault.getMessage());
    return message.toLowerCase(Locale.ROOT).contains("pipe") || message.equals(brokenPipe());
  }

  private static String brokenPipe() {
    try {
      Pipe pipe = Pipe.open();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        pipe.source().close();
        sink.write(ByteBuffer.wrap(new byte[1]));
      }
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
