package org.entrain.bench.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * CPU time of a process by thread, from Linux's {@code /proc}. A thread keeps the time it had when
 * last seen; what it uses after that is lost, so look often.
 */
public final class ThreadTimes {

  /** Ticks of {@code /proc}, a constant of Linux's interface. */
  private static final double TICKS = 100;

  /** Fields of {@code stat} after the name in brackets: user and system time. */
  private static final int USER = 11;

  private static final Set<Part> ENGINES = EnumSet.of(Part.EMBEDDING, Part.ENCODING);

  private record Seen(String name, double seconds) {}

  private final Path tasks;
  private final Map<String, Seen> threads = new HashMap<>();

  /** Of a process of that number. */
  public ThreadTimes(long process) {
    tasks = Path.of("/proc", Long.toString(process), "task");
  }

  /** Reads the times of the threads that there are. */
  public void look() {
    List<Path> now;
    try (Stream<Path> paths = Files.list(tasks)) {
      now = paths.toList();
    } catch (IOException e) {
      return; // the process has ended
    }
    for (Path task : now) {
      try {
        String line = Files.readString(task.resolve("stat"));
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        threads.put(
            task.getFileName().toString(),
            new Seen(line.substring(open + 1, close), seconds(line.substring(close + 2))));
      } catch (IOException e) {
        // The thread has ended; it keeps what was seen.
        threads.computeIfAbsent(task.getFileName().toString(), id -> new Seen("", 0));
      }
    }
  }

  /** CPU-seconds of every part, with those that no thread was seen to use as the broker's. */
  Map<Part, Double> parts(double total) {
    Map<Part, Double> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      parts.put(part, 0.0);
    }
    double seen = 0;
    for (Seen thread : threads.values()) {
      parts.merge(Part.of(thread.name()), thread.seconds(), Double::sum);
      seen += thread.seconds();
    }
    parts.merge(Part.BROKER, Math.max(0, total - seen), Double::sum);
    return parts;
  }

  /**
   * CPU-seconds of the threads that run forward passes and fits, and of the loops of their stages,
   * whose names Linux cannot tell apart and which use next to nothing.
   */
  public double engines() {
    return threads.values().stream()
        .filter(seen -> ENGINES.contains(Part.of(seen.name())))
        .mapToDouble(Seen::seconds)
        .sum();
  }

  /** CPU-seconds by name. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new HashMap<>();
    threads.values().forEach(seen -> seconds.merge(seen.name(), seen.seconds(), Double::sum));
    return seconds;
  }

  /** Lines of CPU-seconds by name, largest first. */
  List<String> names() {
    return seconds().entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(entry -> "%s %.2f".formatted(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** CPU-seconds of ended and awaited children of this process. */
  static double children() throws IOException {
    String line = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER + 2]) + Long.parseLong(fields[USER + 3])) / TICKS;
  }

  private static double seconds(String fields) {
    String[] words = fields.split(" ");
    return (Long.parseLong(words[USER]) + Long.parseLong(words[USER + 1])) / TICKS;
  }
}
