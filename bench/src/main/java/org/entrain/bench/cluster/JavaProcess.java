package org.entrain.bench.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM that runs classes of ours. What it prints is added to a file. */
public final class JavaProcess {

  /** For those that start often and live shortly: little compilation. */
  static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

  /** As the launcher has them for workers, but for little memory: many share a small machine. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xss512k",
          "-XX:-UsePerfData",
          "-XX:MaxDirectMemorySize=256m",
          "-Dai.djl.offline=true",
          "-Djava.awt.headless=true",
          "-Dorg.bytedeco.javacpp.maxbytes=2g",
          "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

  private final Process process;

  private JavaProcess(Process process) {
    this.process = process;
  }

  /** The class path of this JVM. */
  static String ownClassPath() {
    return System.getProperty("java.class.path");
  }

  /** Starts one with the class path of this JVM. */
  public static JavaProcess start(
      Path output, List<String> flags, Map<String, String> environment, List<String> command)
      throws IOException {
    return start(ownClassPath(), output, flags, environment, command);
  }

  /**
   * Starts one.
   *
   * @param output file that what it prints is added to
   * @param flags of the JVM, beside the usual ones
   * @param environment variables, beside those of this process
   * @param command name of the main class and its arguments
   */
  static JavaProcess start(
      String classPath,
      Path output,
      List<String> flags,
      Map<String, String> environment,
      List<String> command)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(FLAGS);
    line.addAll(flags);
    line.add("-cp");
    line.add(classPath);
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return start(builder, output);
  }

  /**
   * Starts one as users do, by the launcher, which becomes the JVM.
   *
   * @param home folder of the launcher
   * @param output file that what it prints is added to
   * @param command of entrain and its arguments
   */
  static JavaProcess launch(Path home, Path output, List<String> command) throws IOException {
    List<String> line = new ArrayList<>(List.of(home.resolve("entrain").toString()));
    line.addAll(command);
    return start(new ProcessBuilder(line), output);
  }

  private static JavaProcess start(ProcessBuilder builder, Path output) throws IOException {
    File file = output.toFile();
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(file));
    return new JavaProcess(builder.start());
  }

  /** Whether it has not ended. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Number of the process. */
  public long pid() {
    return process.pid();
  }

  /** CPU time it has used, s. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** Code it ended with; it must have ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, and SIGKILL for what does not end; returns whether it ended by itself. */
  boolean terminate(Duration patience) throws InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      kill();
    }
    return ended;
  }

  /** Waits for its end; returns whether it came in time. */
  public boolean await(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** SIGSTOP: it keeps its connections and memory, and does nothing. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -%s %d ended with %d".formatted(name, pid(), code));
    }
  }
}
