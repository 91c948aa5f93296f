package org.entrain.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Answers one line on standard output per line on standard input, until that ends. */
final class AnswerLoop {

  private final PrintStream answers = System.out;

  /** To be made first: whatever a library prints must not stand among the answers. */
  AnswerLoop() {
    System.setOut(System.err);
  }

  /** What a process can be asked for. */
  interface Commands {

    /**
     * The answer to one line.
     *
     * @throws IllegalArgumentException if the line is no command
     */
    String answer(String line) throws IOException;
  }

  /** Says that the process is ready, and answers. */
  void run(String versions, Commands commands) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      answers.println("ready JDK " + Runtime.version() + ", " + versions);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.println(commands.answer(line));
      }
    }
  }

  /** The answer to a command that is timed: seconds of wall and CPU time, peak bytes. */
  static String timed(Runnable work) {
    long start = System.nanoTime();
    double cpu = ProcessUsage.cpuSeconds();
    work.run();
    double wall = (System.nanoTime() - start) * 1e-9;
    return "ran " + wall + " " + (ProcessUsage.cpuSeconds() - cpu) + " " + ProcessUsage.peakBytes();
  }
}
