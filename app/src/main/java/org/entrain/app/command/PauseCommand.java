package org.entrain.app.command;

import org.entrain.app.steering.Action;
import picocli.CommandLine.Command;

/** See {@link Action#PAUSE}. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = {
      "Pauses work for checkpoints or participants: what runs is finished, nothing new begins.",
      "`resume` goes on; `run --once` does not wait for what is paused."
    },
    footer = {"", "Example:", "  ./entrain pause nano@2000 --state ./story-state"})
final class PauseCommand extends SteeringCommand {

  PauseCommand(CommandContext context) {
    super(context, Action.PAUSE);
  }
}
