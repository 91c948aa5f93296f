package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker of one stage that is started again whenever it ends, as a supervisor of services does.
 * Thread-safe.
 */
final class Worker {

  /** Told of every new process. */
  @FunctionalInterface
  interface LaunchListener {
    void started(long process) throws IOException;
  }

  private static final Duration STOP = Duration.ofSeconds(40);

  private final String name;
  private final Path folder;
  private final List<String> flags;
  private final List<String> command;
  private final Map<String, String> environment;
  private final LaunchListener launched;
  private final Incidents incidents;
  private String classPath;
  private @Nullable JavaProcess process;
  private boolean wanted;
  private boolean killed;
  private long pauseUntil;
  private int endings;

  /**
   * @param name stage and number
   * @param folder its own, for its state and what it prints
   * @param classPath of the version that it runs first
   * @param flags of its JVM
   * @param command the command line without {@code --state}
   * @param launched told of every process that it becomes
   */
  Worker(
      String name,
      Path folder,
      String classPath,
      List<String> flags,
      List<String> command,
      Map<String, String> environment,
      LaunchListener launched,
      Incidents incidents) {
    this.name = name;
    this.folder = folder;
    this.classPath = classPath;
    this.flags = List.copyOf(flags);
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.launched = launched;
    this.incidents = incidents;
  }

  String name() {
    return name;
  }

  /** Its state. */
  Path state() {
    return folder.resolve("state");
  }

  synchronized void start() throws IOException {
    wanted = true;
    launch();
  }

  private void launch() throws IOException {
    Files.createDirectories(folder);
    List<String> line = new ArrayList<>();
    line.add("org.entrain.app.Main");
    line.addAll(command);
    line.addAll(List.of("--state", state().toString()));
    process = JavaProcess.start(classPath, folder.resolve("out"), flags, environment, line);
    launched.started(process.pid());
    killed = false;
  }

  /** Starts it again if it has ended; for a thread that calls this often. */
  synchronized void supervise() throws IOException {
    if (!wanted || running().alive() || System.nanoTime() < pauseUntil) {
      return;
    }
    if (!killed) {
      endings++;
      incidents.tell(name + " ended by itself with code " + running().exitCode());
    }
    launch();
  }

  /** SIGKILL; it is started again after a pause. */
  synchronized void kill(Duration pause) throws InterruptedException {
    pauseUntil = System.nanoTime() + pause.toNanos();
    killed = true;
    running().kill();
    incidents.tell("SIGKILL " + name);
  }

  /** SIGTERM; it stays down. */
  synchronized void stop() throws InterruptedException {
    wanted = false;
    if (running().alive() && !running().terminate(STOP)) {
      incidents.tell(name + " did not end within " + STOP + " of SIGTERM");
    }
  }

  /** Starts it again, stopped as it is, in this version of the program. */
  synchronized void upgrade() throws IOException {
    classPath = JavaProcess.ownClassPath();
    start();
  }

  /** SIGKILL; it stays down. */
  synchronized void destroy() throws InterruptedException {
    wanted = false;
    if (process != null) {
      process.kill();
    }
  }

  synchronized void freeze() throws IOException, InterruptedException {
    running().freeze();
    incidents.tell("SIGSTOP " + name);
  }

  synchronized void thaw() throws IOException, InterruptedException {
    running().thaw();
    incidents.tell("SIGCONT " + name);
  }

  /** CPU time that its process has used, s. */
  synchronized double cpuSeconds() {
    return running().cpuSeconds();
  }

  /** How often it ended although nobody had told it to. */
  synchronized int endings() {
    return endings;
  }

  private JavaProcess running() {
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }
}
