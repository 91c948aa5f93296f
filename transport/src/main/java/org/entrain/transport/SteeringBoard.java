package org.entrain.transport;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of checkpoints and participants: for each the last record in the order of the
 * topic's log, which is the same for every reader. Clocks of senders do not count: they may differ,
 * and compaction keeps the last record, whatever its time. What nobody has steered is {@code
 * ACTIVE}.
 *
 * <p>Equal weights are one unit of work under several names: it is as active as the most active of
 * them. Thread-safe.
 */
public final class SteeringBoard {

  private final Map<String, Steering> latest = new HashMap<>();
  private final Map<String, String> identities = new HashMap<>();
  private final Map<String, Set<String>> names = new HashMap<>();

  /** Key of a record: target/name. */
  public static String key(SteeringTarget target, String name) {
    return target.name().toLowerCase(Locale.ROOT) + "/" + name;
  }

  /** Key of a record. */
  public static String key(Steering steering) {
    return key(steering.getTarget(), steering.getName());
  }

  /**
   * Takes in the next record of the log; returns whether it changes what is wanted. Work that was
   * cut off stays so, even where the sender did not know.
   */
  public synchronized boolean accept(Steering steering) {
    String key = key(steering);
    Steering before = latest.get(key);
    boolean cut = steering.getCut() || before != null && before.getCut();
    latest.put(
        key,
        new Steering(
            steering.getTarget(),
            steering.getName(),
            steering.getState(),
            steering.getTime(),
            cut));
    return before == null || before.getState() != steering.getState();
  }

  /** Takes in an announcement; returns whether a name is new, or names other weights. */
  public synchronized boolean accept(Checkpoint checkpoint) {
    String name = checkpoint.getModel() + "@" + checkpoint.getStep();
    String before = identities.put(name, checkpoint.getIdentity());
    if (checkpoint.getIdentity().equals(before)) {
      return false;
    }
    if (before != null) {
      names.getOrDefault(before, new HashSet<>()).remove(name);
    }
    return names.computeIfAbsent(checkpoint.getIdentity(), i -> new HashSet<>()).add(name);
  }

  /** What is wanted of what the key names. */
  public synchronized WantedState wanted(SteeringTarget target, String name) {
    Steering steering = latest.get(key(target, name));
    return steering == null ? WantedState.ACTIVE : steering.getState();
  }

  /**
   * What is wanted of the work on weights: the most active of what is wanted of their names.
   *
   * @param model name of the model that the work goes by
   */
  public synchronized WantedState ofWeights(String identity, String model, long step) {
    WantedState most = null;
    for (String name : names.getOrDefault(identity, Set.of(model + "@" + step))) {
      WantedState state = wanted(SteeringTarget.CHECKPOINT, name);
      most = most == null || state.compareTo(most) < 0 ? state : most;
    }
    return most == null ? wanted(SteeringTarget.CHECKPOINT, model + "@" + step) : most;
  }

  /**
   * Whether work on weights was ever cancelled or removed, so that their records may have been
   * passed over.
   */
  public synchronized boolean wasCut(String identity, String model, long step) {
    Collection<String> known = names.getOrDefault(identity, Set.of(model + "@" + step));
    return known.stream()
        .map(name -> latest.get(key(SteeringTarget.CHECKPOINT, name)))
        .anyMatch(steering -> steering != null && steering.getCut());
  }

  /** What is wanted of a participant's work. */
  public WantedState ofParticipant(String participant) {
    return wanted(SteeringTarget.PARTICIPANT, participant);
  }

  /**
   * The record that makes a state wanted from where it will stand in the log.
   *
   * @param millis clock of the sender, milliseconds since 1970: for people, who see later records
   *     of one sender at later times; the order of the log decides
   */
  public synchronized Steering next(
      SteeringTarget target, String name, WantedState state, long millis) {
    @Nullable Steering before = latest.get(key(target, name));
    boolean cut = cuts(state) || before != null && before.getCut();
    long time = before == null ? millis : Math.max(millis, before.getTime() + 1);
    return new Steering(target, name, state, time, cut);
  }

  /** Whether work ends at once, and what is gathered for it is given up. */
  public static boolean cuts(WantedState state) {
    return state == WantedState.CANCELLED || state == WantedState.REMOVED;
  }

  /** The last record of everything that was ever steered. */
  public synchronized Map<String, Steering> all() {
    return Map.copyOf(latest);
  }
}
