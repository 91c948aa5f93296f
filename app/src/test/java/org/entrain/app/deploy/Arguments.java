package org.entrain.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrain.app.Environment;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.EntrainCommand;
import org.entrain.app.run.Worker;
import org.entrain.app.settings.SettingResolver;
import org.entrain.app.settings.Settings;
import picocli.CommandLine.ParseResult;

/**
 * What a container tells entrain, as entrain's own command line understands it: an option that is
 * renamed there and not here is refused.
 *
 * @param command words of the command, such as {@code topics create}
 * @param parsed the last of its commands
 */
record Arguments(String command, ParseResult parsed) {

  /**
   * Parses arguments.
   *
   * @param mounted folder of option files in the container, and where its files lie here
   */
  static Arguments of(List<String> arguments, Map<String, String> mounted) {
    List<String> here = arguments.stream().map(argument -> here(argument, mounted)).toList();
    ParseResult parsed =
        EntrainCommand.commandLine(new Environment(CommandRunner.HOME, false, false, 80))
            .parseArgs(here.toArray(String[]::new));
    List<String> names = new ArrayList<>();
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
      names.add(parsed.commandSpec().name());
    }
    return new Arguments(String.join(" ", names), parsed);
  }

  private static String here(String argument, Map<String, String> mounted) {
    if (!argument.startsWith("@")) {
      return argument;
    }
    int name = argument.lastIndexOf('/') + 1;
    String folder = argument.substring(1, name - 1);
    assertThat(mounted).as("folders of option files").containsKey(folder);
    String file = mounted.get(folder) + "/" + argument.substring(name);
    assertThat(Documents.file(file)).isRegularFile();
    return "@" + Documents.file(file);
  }

  /** Which stage a worker runs; none of other commands. */
  Optional<Worker.Kind> stage() {
    return command.equals("worker")
        ? Optional.of(parsed.matchedPositionalValue(0, (Worker.Kind) null))
        : Optional.empty();
  }

  /** Value of an option as it was written; empty if it was not. */
  String option(String name) {
    return parsed.hasMatchedOption(name)
        ? String.join(" ", parsed.matchedOption(name).stringValues())
        : "";
  }

  /** The settings; those that do not exist are refused. */
  Settings settings() {
    List<String> assignments =
        parsed.hasMatchedOption("--set") ? parsed.matchedOption("--set").stringValues() : List.of();
    String preset = parsed.hasMatchedOption("--preset") ? option("--preset") : null;
    return SettingResolver.resolve(preset, null, Map.of(), assignments);
  }

  /** Port of the host and port that an option names. */
  int port(String name) {
    String value = option(name);
    return Integer.parseInt(value.substring(value.lastIndexOf(':') + 1));
  }
}
