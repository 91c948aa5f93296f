package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.app.command.CommandRunner;

/** `./entrain run` in a process of its own, which can be killed. */
final class ChildRun {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int LOG_LINES = 40;
  private static final long GLANCE_NS = 20_000_000;

  private final Process process;
  private final Path state;
  private final Path output;

  private ChildRun(Process process, Path state, Path output) {
    this.process = process;
    this.state = state;
    this.output = output;
  }

  static ChildRun start(Path state, Path output, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx1g", "-Dai.djl.offline=true"));
    // A language that writes other digits: nothing that is read again may be in it.
    command.addAll(List.of("-Duser.language=fa", "-Duser.country=IR"));
    command.add("-Dentrain.home=" + CommandRunner.HOME);
    command.add("-cp");
    command.add(CommandRunner.HOME.resolve("app/target/lib") + "/*");
    command.add("org.entrain.app.Main");
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new ChildRun(builder.start(), state, output);
  }

  /** Kills the process as soon as its log has this many lines that match. */
  void killAfter(Pattern line, int count) throws IOException, InterruptedException {
    await(() -> logged(line) >= count, line + " " + count + " times");
    kill();
  }

  /** Kills the process as soon as what it prints matches. */
  void killOnceShown(Pattern text) throws IOException, InterruptedException {
    await(() -> text.matcher(read(output)).find(), text.toString());
    kill();
  }

  /** Waits for a good end. */
  void finish() throws InterruptedException {
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String told = read(output) + "\n" + endOfLog();
    assertThat(ended).as(told).isTrue();
    assertThat(process.exitValue()).as(told).isZero();
  }

  /** What the brokers and stages said last, for a failure that is not seen twice. */
  private String endOfLog() {
    Path log = state.resolve("logs/entrain.log");
    if (!Files.exists(log)) {
      return "no log";
    }
    List<String> lines = read(log).lines().filter(line -> !line.contains(" INFO ")).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /** Lines of the log, over all processes on the state, that match. */
  int logged(Pattern line) {
    Path log = state.resolve("logs/entrain.log");
    Matcher matcher = line.matcher(Files.exists(log) ? read(log) : "");
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  private void kill() throws InterruptedException {
    // SIGKILL: no hook runs, nothing is flushed.
    process.destroyForcibly().waitFor();
  }

  private void await(BooleanSupplier condition, String what) throws IOException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        process.destroyForcibly();
        throw new IOException("never came: " + what + "\n" + read(output));
      }
      LockSupport.parkNanos(GLANCE_NS);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
