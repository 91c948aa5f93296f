package org.entrain.app.steering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.entrain.app.Refusal;
import org.entrain.common.Spelling;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;

/**
 * What a request changes. To ask for what is so already changes nothing, and is said.
 *
 * @param changes changes, in the order asked for
 * @param wanted what is asked for, with what is so already
 * @param text what is done, a line a name
 */
public record Decision(List<Change> changes, List<Change> wanted, String text) {

  private static final int NEAREST = 3;

  public Decision {
    changes = List.copyOf(changes);
    wanted = List.copyOf(wanted);
  }

  /**
   * Decides.
   *
   * @param checkpoints what is wanted now of every checkpoint there is, by model@step
   * @param participants what is wanted now of every participant there is, by label
   * @throws Refusal if a name is unknown, with the nearest ones, or nothing is named
   */
  public static Decision of(
      SteeringRequest request,
      Map<String, WantedState> checkpoints,
      Map<String, WantedState> participants) {
    if (request.checkpoints().isEmpty() && request.participants().isEmpty()) {
      throw new Refusal(
          Refusal.fault(
              "entrain " + request.action().name().toLowerCase(Locale.ROOT),
              "names",
              "a checkpoint, a model, or --participants",
              "none",
              "Name what is meant, such as nano@2000."));
    }
    List<String> faults = new ArrayList<>();
    Set<String> steered = new LinkedHashSet<>();
    for (String name : request.checkpoints()) {
      List<String> meant = meant(name, checkpoints.keySet());
      steered.addAll(meant);
      if (meant.isEmpty()) {
        faults.add(unknown("checkpoint", name, checkpoints.keySet()));
      }
    }
    for (String name : request.participants()) {
      if (!participants.containsKey(name)) {
        faults.add(unknown("participant", name, participants.keySet()));
      }
    }
    if (!faults.isEmpty()) {
      throw Refusal.of(faults);
    }
    Action action = request.action();
    List<Change> wanted = new ArrayList<>();
    steered.forEach(
        name -> wanted.add(new Change(SteeringTarget.CHECKPOINT, name, action.wanted())));
    new LinkedHashSet<>(request.participants())
        .forEach(name -> wanted.add(new Change(SteeringTarget.PARTICIPANT, name, action.wanted())));
    List<Change> changes = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Change change : wanted) {
      boolean participant = change.target() == SteeringTarget.PARTICIPANT;
      String subject = participant ? "participant " + change.name() : change.name();
      if ((participant ? participants : checkpoints).get(change.name()) == change.state()) {
        text.append("%s is %s already%n".formatted(subject, Action.word(change.state())));
      } else {
        changes.add(change);
        text.append("%s is %s%n".formatted(subject, action.outcome()));
      }
    }
    return new Decision(changes, wanted, text.toString());
  }

  /** The name itself, or every step of a model of that name, by step. */
  private static List<String> meant(String name, Set<String> known) {
    if (known.contains(name)) {
      return List.of(name);
    }
    return known.stream()
        .filter(one -> one.substring(0, one.lastIndexOf('@')).equals(name))
        .sorted(Comparator.comparingLong(one -> Long.parseLong(one.substring(name.length() + 1))))
        .toList();
  }

  private static String unknown(String field, String name, Set<String> known) {
    List<String> nearest =
        known.stream()
            .sorted(
                Comparator.<String>comparingInt(one -> Spelling.edits(name, one))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(NEAREST)
            .toList();
    return Refusal.fault(
        "entrain",
        field,
        "a name that there is",
        name,
        known.isEmpty()
            ? "There are none."
            : "The nearest of %d: %s.".formatted(known.size(), String.join(", ", nearest)));
  }
}
