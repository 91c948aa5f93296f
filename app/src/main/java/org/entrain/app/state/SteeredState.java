package org.entrain.app.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entrain.app.Refusal;
import org.entrain.app.steering.Change;
import org.entrain.app.steering.Decision;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.SteeringBoard;

/**
 * What a request makes of a state.
 *
 * @param state the state afterwards
 * @param changes what is another state than before
 * @param wanted what is to be told to the stream, unless it was told before
 * @param text what is said to whoever asked
 */
public record SteeredState(
    StoredState state, List<Change> changes, List<Change> wanted, String text) {

  /**
   * Pauses, resumes, cancels or removes.
   *
   * @throws Refusal if a name is unknown, or nothing would be left
   */
  public static SteeredState of(StoredState before, SteeringRequest request) {
    Map<String, WantedState> checkpoints = new LinkedHashMap<>();
    before
        .places()
        .forEach(
            place ->
                checkpoints.put(
                    place.named(), before.wanted(SteeringTarget.CHECKPOINT, place.named())));
    Map<String, WantedState> participants = new LinkedHashMap<>();
    before
        .recordings()
        .keySet()
        .forEach(name -> participants.put(name, before.wanted(SteeringTarget.PARTICIPANT, name)));
    Decision decision = Decision.of(request, checkpoints, participants);
    Map<String, String> steering = new TreeMap<>(before.steering());
    List<Place> places = new ArrayList<>(before.places());
    Map<String, String> recordings = new TreeMap<>(before.recordings());
    for (Change change : decision.changes()) {
      steering.put(SteeringBoard.key(change.target(), change.name()), change.state().name());
      if (change.state() == WantedState.REMOVED) {
        if (change.target() == SteeringTarget.CHECKPOINT) {
          places.removeIf(place -> place.named().equals(change.name()));
        } else {
          recordings.remove(change.name());
        }
      }
    }
    requireSome("checkpoint", places.isEmpty());
    requireSome("participant", recordings.isEmpty());
    return new SteeredState(
        before.steered(steering, places, recordings),
        decision.changes(),
        decision.wanted(),
        decision.text());
  }

  private static void requireSome(String what, boolean none) {
    if (none) {
      throw new Refusal(
          Refusal.fault(
              "entrain remove",
              what,
              "at least one that stays",
              "none",
              "Delete the state's folder instead, or add another one first."));
    }
  }
}
