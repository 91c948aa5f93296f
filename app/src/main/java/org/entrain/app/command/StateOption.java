package org.entrain.app.command;

import java.nio.file.Path;
import org.entrain.app.state.StateFolder;
import picocli.CommandLine.Option;

/** The option that names the state folder. */
final class StateOption {

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = CommandContext.USUAL_STATE,
      description = "Folder that keeps everything between runs (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of(CommandContext.USUAL_STATE);

  StateFolder folder() {
    return new StateFolder(state);
  }
}
