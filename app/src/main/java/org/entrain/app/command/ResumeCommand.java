package org.entrain.app.command;

import org.entrain.app.steering.Action;
import picocli.CommandLine.Command;

/** See {@link Action#RESUME}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Goes on with checkpoints or participants that are paused or cancelled.",
      "Only what is missing is done; what was removed is added again instead."
    },
    footer = {"", "Example:", "  ./entrain resume nano@2000 --state ./story-state"})
final class ResumeCommand extends SteeringCommand {

  ResumeCommand(CommandContext context) {
    super(context, Action.RESUME);
  }
}
