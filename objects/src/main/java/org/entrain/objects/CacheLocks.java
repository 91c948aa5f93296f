package org.entrain.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.entrain.common.FileLocks;
import org.jspecify.annotations.Nullable;

/**
 * Locks between all processes and threads that share a cache, by name. The system lets a process's
 * locks go when it is killed. Lock files stay: removing one that another waits for would let two
 * hold it. Thread-safe.
 */
final class CacheLocks implements AutoCloseable {

  private static final long GLANCE_MS = 20;

  private final Path folder;

  /** Shared locks that this object holds, so that equal ones are taken from the system once. */
  private final Map<String, Shared> shared = new HashMap<>();

  /** Names that this object has locked, shared or alone. */
  private final Set<String> locked = new HashSet<>();

  /** A lock that is held. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Shared {
    private final Held held;
    private int holders;

    Shared(Held held) {
      this.held = held;
    }
  }

  /** One holder's part in a shared lock. */
  private final class Part implements Held {
    private final String name;
    private final Shared of;
    private boolean open = true;

    Part(String name, Shared of) {
      this.name = name;
      this.of = of;
      of.holders++;
    }

    @Override
    public void close() {
      synchronized (CacheLocks.this) {
        if (open && --of.holders == 0 && shared.remove(name, of)) {
          of.held.close();
        }
        open = false;
      }
    }
  }

  CacheLocks(Path folder) {
    this.folder = folder;
  }

  /**
   * Waits until nobody holds it alone, and holds it among others.
   *
   * @throws CancellationException if the thread is interrupted
   */
  Held share(String name) throws IOException {
    while (true) {
      synchronized (this) {
        Shared known = shared.get(name);
        if (known != null) {
          return new Part(name, known);
        }
        @Nullable Held held = attempt(name, true);
        if (held != null) {
          Shared fresh = new Shared(held);
          shared.put(name, fresh);
          return new Part(name, fresh);
        }
      }
      glance();
    }
  }

  /**
   * Waits until nobody else holds it, and holds it alone.
   *
   * @param waiting told once, if it is held by another
   * @throws CancellationException if the thread is interrupted
   */
  Held alone(String name, Runnable waiting) throws IOException {
    @Nullable Held held = attempt(name, false);
    if (held == null) {
      waiting.run();
    }
    while (held == null) {
      glance();
      held = attempt(name, false);
    }
    return held;
  }

  /** Holds it alone; null if anybody holds it. */
  @Nullable Held attemptAlone(String name) throws IOException {
    return attempt(name, false);
  }

  /** Lets go whatever is still shared. */
  @Override
  public synchronized void close() {
    shared.values().forEach(of -> of.held.close());
    shared.clear();
  }

  /**
   * A file that this object has locked is not opened a second time: to close any of a file's
   * channels lets all of the process's locks on it go.
   */
  private synchronized @Nullable Held attempt(String name, boolean among) throws IOException {
    if (locked.contains(name)) {
      return null;
    }
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean held = false;
    try {
      held = among ? FileLocks.tryShared(channel) : FileLocks.tryAlone(channel);
    } finally {
      if (!held) {
        channel.close();
      }
    }
    if (!held) {
      return null;
    }
    locked.add(name);
    return () -> release(name, channel);
  }

  private synchronized void release(String name, FileChannel channel) {
    if (channel.isOpen()) {
      locked.remove(name);
      close(channel);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void glance() {
    try {
      Thread.sleep(GLANCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while another fetches");
    }
  }
}
