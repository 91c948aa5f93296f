package org.entrain.app.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Locale;
import org.entrain.results.outputs.OutputException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a command writes to standard output. A reader that stops early, as `head` does, is
 * no fault; a full disk is, of which {@link System#out} says nothing.
 */
final class StandardOutput {

  private StandardOutput() {}

  /** What writes. */
  @FunctionalInterface
  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** The process's own, which is never closed. */
  static OutputStream ofProcess() {
    return new FileOutputStream(FileDescriptor.out);
  }

  /**
   * Writes, until the end or until nobody reads any more.
   *
   * @param what what is written, for people
   * @throws OutputException if it cannot be written, as to a full disk
   * @throws IOException if what is written cannot be read
   */
  static void write(String what, OutputStream out, Writing writing) throws IOException {
    Watched watched = new Watched(out);
    try {
      writing.to(watched);
      watched.flush();
    } catch (IOException | RuntimeException e) {
      @Nullable IOException fault = watched.fault;
      if (fault == null) {
        throw e;
      }
      if (!isBrokenPipe(fault)) {
        throw new OutputException(
            "%s are not all written to standard output: %s. Make room, or write a file elsewhere."
                .formatted(what, fault.getMessage()));
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
