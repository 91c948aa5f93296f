package org.entrain.app.run;

import java.util.List;
import org.entrain.app.Refusal;
import org.entrain.app.state.Place;
import org.entrain.schemas.avro.Checkpoint;

/**
 * Checkpoints, those that can be scored and the faults of the others.
 *
 * @param places where the good ones lie
 * @param good ready to announce, one per place
 * @param refused a message per checkpoint that is damaged
 */
record CheckedCheckpoints(List<Place> places, List<Checkpoint> good, List<String> refused) {

  CheckedCheckpoints {
    places = List.copyOf(places);
    good = List.copyOf(good);
    refused = List.copyOf(refused);
  }

  /**
   * The good ones, unless there are none.
   *
   * @throws Refusal that names the faults of all of them
   */
  CheckedCheckpoints requireSome() {
    if (good.isEmpty()) {
      throw Refusal.of(refused);
    }
    return this;
  }

  /**
   * All of them.
   *
   * @throws Refusal that names every fault
   */
  List<Checkpoint> requireAll() {
    if (!refused.isEmpty()) {
      throw Refusal.of(refused);
    }
    return good;
  }
}
