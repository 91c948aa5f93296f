package org.entrain.app.run;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entrain.app.Environment;
import org.entrain.app.command.EntrainCommand;
import picocli.CommandLine;

/**
 * A process to stop: a worker of every stage but properties, by the command line, each with its own
 * state below a folder.
 */
final class AllWorkers {

  private AllWorkers() {}

  /** First the folder, then the arguments of every worker. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    for (Worker.Kind kind : Worker.Kind.values()) {
      if (kind == Worker.Kind.PROPERTIES) {
        continue;
      }
      String stage = kind.name().toLowerCase(Locale.ROOT);
      List<String> command = new ArrayList<>(List.of("worker", stage));
      command.addAll(List.of("--state", Path.of(arguments[0], stage).toString()));
      command.addAll(List.of(arguments).subList(1, arguments.length));
      CommandLine line = EntrainCommand.commandLine(Environment.ofProcess());
      line.setOut(out);
      line.setErr(out);
      new Thread(() -> line.execute(command.toArray(String[]::new)), stage).start();
    }
  }
}
