package org.entrain.app.command;

import org.entrain.app.Environment;
import org.entrain.app.Logs;
import org.entrain.app.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
    name = "entrain",
    mixinStandardHelpOptions = true,
    version = Version.TEXT,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Replays a story's words and brain volumes, runs language-model checkpoints over the words,"
            + " and says how well each layer of each checkpoint predicts each voxel.",
    footer = {
      "",
      "Example: the packaged sample through the whole stream",
      "  ./entrain run --once",
      "",
      "Exit codes: 0 done, 1 work failed after it began, 2 refused before any work,"
          + " 130 stopped by Ctrl-C."
    })
public final class EntrainCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  EntrainCommand() {}

  /** The whole command line, with its handling of faults. */
  public static CommandLine commandLine(Environment environment) {
    Logs logs = new Logs();
    CommandContext context = new CommandContext(environment, logs);
    CommandLine line = new CommandLine(new EntrainCommand());
    line.addSubcommand(withSettings(new RunCommand(context)));
    line.addSubcommand(new AddCommand(context));
    line.addSubcommand(new PauseCommand(context));
    line.addSubcommand(new ResumeCommand(context));
    line.addSubcommand(new CancelCommand(context));
    line.addSubcommand(new RemoveCommand(context));
    CommandLine extract = new CommandLine(new ExtractCommand(context));
    SettingsHelp.addOfExtraction(extract);
    line.addSubcommand(extract);
    line.addSubcommand(new AnnotateCommand(context));
    line.addSubcommand(new ResultsCommand(context));
    line.addSubcommand(new PageCommand(context));
    line.addSubcommand(new ReportCommand());
    line.addSubcommand(new CompareCommand());
    line.addSubcommand(new StatusCommand());
    line.addSubcommand(new StateCommand(context));
    line.addSubcommand(withSettings(new WorkerCommand(context)));
    line.addSubcommand(withSettings(new ProduceCommand(context)));
    line.addSubcommand(new TopicsCommand(context));
    line.addSubcommand(new DlqCommand(context));
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    Faults faults = new Faults(logs);
    line.setParameterExceptionHandler(faults);
    line.setExecutionExceptionHandler(faults);
    return line;
  }

  private static CommandLine withSettings(Object command) {
    CommandLine line = new CommandLine(command);
    SettingsHelp.addAll(line);
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
