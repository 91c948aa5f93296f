package org.entrain.app.command;

import org.entrain.app.steering.Action;
import picocli.CommandLine.Command;

/** See {@link Action#REMOVE}. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = {
      "Removes checkpoints or participants from a state, with all their results.",
      "Added again (`add`, `run --participants`) they come back without being computed again."
    },
    footer = {"", "Example:", "  ./entrain remove --participants B --state ./story-state"})
final class RemoveCommand extends SteeringCommand {

  RemoveCommand(CommandContext context) {
    super(context, Action.REMOVE);
  }
}
