package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A control group of Linux that holds the memory of processes below a limit. Needs root. */
final class MemoryCap implements AutoCloseable {

  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private final Path group;

  /**
   * Makes one.
   *
   * @throws IOException if this process may not
   */
  MemoryCap(String name, long bytes) throws IOException {
    boolean first = Files.exists(ROOT.resolve("memory"));
    group = (first ? ROOT.resolve("memory") : ROOT).resolve(name);
    Files.createDirectories(group);
    Path limit = group.resolve(first ? "memory.limit_in_bytes" : "memory.max");
    Files.writeString(limit, Long.toString(bytes));
  }

  /** Holds a process to the limit from now on. */
  void hold(long process) throws IOException {
    Files.writeString(group.resolve("cgroup.procs"), Long.toString(process));
  }

  /** The processes must have ended. */
  @Override
  public void close() throws IOException {
    Files.delete(group);
  }
}
