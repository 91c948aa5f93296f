package org.entrain.app.command;

import org.entrain.app.steering.Action;
import picocli.CommandLine.Command;

/** See {@link Action#CANCEL}. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Cancels work for checkpoints or participants: what runs is cut off, nothing new begins.",
      "Results so far stay; `resume` goes on where it is missing."
    },
    footer = {"", "Example:", "  ./entrain cancel nano --participants B --state ./story-state"})
final class CancelCommand extends SteeringCommand {

  CancelCommand(CommandContext context) {
    super(context, Action.CANCEL);
  }
}
