package org.entrain.app.steering;

import java.util.List;

/**
 * What a command asks for, and of whom.
 *
 * @param checkpoints names {@code model@step}, or models, which stand for all their steps
 * @param participants labels
 */
public record SteeringRequest(Action action, List<String> checkpoints, List<String> participants) {

  public SteeringRequest {
    checkpoints = List.copyOf(checkpoints);
    participants = List.copyOf(participants);
  }
}
