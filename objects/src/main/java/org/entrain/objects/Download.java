package org.entrain.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.entrain.common.ObjectUrl;
import org.entrain.common.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Fetches one object into a file: to a part file beside it, hashed on the way, moved into place
 * when it is whole. A stream that breaks is continued where it broke. A part file that a killed
 * process left is begun anew: nothing says that its bytes reached the disk.
 */
final class Download {

  private static final int BUFFER = 1 << 16;
  private static final long TOLD_BYTES = 1 << 20;
  private static final int BREAKS = 6;
  private static final int DAMAGES = 2;

  private final ObjectStore store;
  private final Pause pause;

  /** Lets time pass between attempts. */
  @FunctionalInterface
  interface Pause {
    /**
     * @param attempt that failed, from 1
     */
    void after(int attempt) throws InterruptedException;
  }

  Download(ObjectStore store, Pause pause) {
    this.store = store;
    this.pause = pause;
  }

  /**
   * Fetches the object.
   *
   * @param progress hears how many bytes have come
   * @return SHA-256 of its content, 64 hexadecimal digits
   * @throws ChangedException if it is another version now
   * @throws IOException if the file cannot be written
   * @throws UnavailableException if the store does not answer, or sends damaged bytes repeatedly
   * @throws CancellationException if the thread is interrupted
   */
  String to(Path file, ObjectUrl url, StoredObject version, LongConsumer progress)
      throws ChangedException, IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      for (int damages = 0; ; damages++) {
        Attempt attempt = new Attempt(url, version, progress);
        try {
          attempt.run(part);
          Files.move(
              part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          return HexFormat.of().formatHex(attempt.sha256.digest());
        } catch (Damaged e) {
          if (damages == DAMAGES) {
            throw new UnavailableException("%s: %s".formatted(url, e.getMessage()), e);
          }
        }
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The bytes that came are not the object's. */
  private static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  private final class Attempt {
    private final ObjectUrl url;
    private final StoredObject version;
    private final LongConsumer progress;
    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest md5 = digest("MD5");
    private @Nullable String expectedMd5;
    private long done;

    Attempt(ObjectUrl url, StoredObject version, LongConsumer progress) {
      this.url = url;
      this.version = version;
      this.progress = progress;
    }

    void run(Path part) throws ChangedException, IOException, Damaged {
      try (FileChannel file =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        int breaks = 0;
        while (done < version.size()) {
          long before = done;
          @Nullable Exception broken = stream(file);
          if (done < version.size()) {
            breaks = done > before ? 1 : breaks + 1;
            if (breaks > BREAKS) {
              throw new UnavailableException(
                  "%s: the store ends after %,d of %,d bytes".formatted(url, done, version.size()),
                  broken == null ? new IOException("end of stream") : broken);
            }
            rest(breaks);
          }
        }
      }
      String found = HexFormat.of().formatHex(md5.digest());
      if (expectedMd5 != null && !expectedMd5.equals(found)) {
        throw new Damaged("the bytes have MD5 %s, the store says %s".formatted(found, expectedMd5));
      }
    }

    /** Reads until the stream ends; returns what broke it, or null. */
    private @Nullable Exception stream(FileChannel file)
        throws ChangedException, IOException, Damaged {
      byte[] buffer = new byte[BUFFER];
      ObjectStore.Body body;
      try {
        body = store.get(url, version, done);
      } catch (UnavailableException e) {
        return e;
      }
      expectedMd5 = body.md5();
      try (InputStream stream = body.stream()) {
        while (true) {
          int read;
          try {
            read = stream.read(buffer);
          } catch (AbortedException e) {
            throw cancelled();
          } catch (SdkClientException e) {
            // The client has compared the checksum that the store states.
            throw new Damaged(String.valueOf(e.getMessage()));
          } catch (IOException e) {
            checkInterrupt();
            return e;
          }
          if (read < 0) {
            return null;
          }
          checkInterrupt();
          if (done + read > version.size()) {
            throw new Damaged("more than the %,d bytes it has".formatted(version.size()));
          }
          take(file, ByteBuffer.wrap(buffer, 0, read));
        }
      }
    }

    private void take(FileChannel file, ByteBuffer bytes) throws IOException {
      sha256.update(bytes.duplicate());
      md5.update(bytes.duplicate());
      long before = done;
      while (bytes.hasRemaining()) {
        done += file.write(bytes);
      }
      if (done / TOLD_BYTES > before / TOLD_BYTES || done == version.size()) {
        progress.accept(done);
      }
    }

    private void rest(int attempt) {
      try {
        pause.after(attempt);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw cancelled();
      }
    }

    private void checkInterrupt() {
      if (Thread.currentThread().isInterrupted()) {
        throw cancelled();
      }
    }

    private CancellationException cancelled() {
      return new CancellationException("interrupted while fetching " + url);
    }
  }

  static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has " + name, e);
    }
  }
}
