package org.entrain.app.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.SteeringBoard;
import org.jspecify.annotations.Nullable;

/**
 * What a state is about.
 *
 * @param format version of this description
 * @param dataset manifest or folder of the dataset, absolute, or its URL
 * @param dataRoot what the manifest's paths are relative to, absolute, or a URL; null for its own
 *     folder
 * @param annotations table of linguistic properties, absolute, or its URL; null if there is none
 * @param annotationsHash content hash of that table; null if there is none
 * @param stimulus identity of the words and the clock
 * @param preset preset the settings started from
 * @param settings pinned settings, by name
 * @param places checkpoints and activations that are scored
 * @param recordings content hash of the recording of every participant that is scored
 * @param steering what is wanted of checkpoints and participants that were ever paused, cancelled
 *     or removed: names of {@link WantedState}, by {@link SteeringBoard#key}
 */
public record StoredState(
    int format,
    String dataset,
    @Nullable String dataRoot,
    @Nullable String annotations,
    @Nullable String annotationsHash,
    String stimulus,
    String preset,
    Map<String, String> settings,
    List<Place> places,
    Map<String, String> recordings,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> steering) {

  /** Version that this program writes. */
  public static final int FORMAT = 1;

  static final String LAYERS = "layers";

  public StoredState {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    places = List.copyOf(places);
    recordings = Collections.unmodifiableSortedMap(new TreeMap<>(recordings));
    // Earlier programs write none.
    steering =
        steering == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(steering));
  }

  /** What is wanted of a checkpoint or a participant. */
  public WantedState wanted(SteeringTarget target, String name) {
    return WantedState.valueOf(
        steering.getOrDefault(SteeringBoard.key(target, name), WantedState.ACTIVE.name()));
  }

  /** This state with other wishes, and without what was removed. */
  StoredState steered(
      Map<String, String> wishes, List<Place> leftPlaces, Map<String, String> leftRecordings) {
    return with(settings, leftPlaces, leftRecordings, wishes);
  }

  /**
   * This state as an earlier program left it, with the settings that it did not have yet.
   *
   * @param usual settings by name, for those that are missing
   */
  public StoredState withMissing(Map<String, String> usual) {
    Map<String, String> all = new TreeMap<>(usual);
    all.putAll(settings);
    return with(all, places, recordings, steering);
  }

  /**
   * This state with the layers of other settings, which have more of them.
   *
   * @param pinned settings by name
   */
  public StoredState withLayers(Map<String, String> pinned) {
    Map<String, String> all = new TreeMap<>(settings);
    all.replace(LAYERS, pinned.getOrDefault(LAYERS, all.getOrDefault(LAYERS, "")));
    return with(all, places, recordings, steering);
  }

  /**
   * This state with more checkpoints and participants; those it has stay, but where another place
   * of the same name comes, which takes theirs. What was removed and comes again is wanted again.
   */
  public StoredState with(List<Place> morePlaces, Map<String, String> moreRecordings) {
    Set<String> names = morePlaces.stream().map(Place::named).collect(Collectors.toSet());
    Stream<Place> kept =
        places.stream()
            .filter(place -> !names.contains(place.named()) || morePlaces.contains(place));
    List<Place> allPlaces = Stream.concat(kept, morePlaces.stream()).distinct().toList();
    Map<String, String> allRecordings = new TreeMap<>(recordings);
    allRecordings.putAll(moreRecordings);
    Map<String, String> wishes = new TreeMap<>(steering);
    allPlaces.forEach(place -> readmit(wishes, SteeringTarget.CHECKPOINT, place.named()));
    allRecordings.keySet().forEach(name -> readmit(wishes, SteeringTarget.PARTICIPANT, name));
    return with(settings, allPlaces, allRecordings, wishes);
  }

  private static void readmit(Map<String, String> wishes, SteeringTarget target, String name) {
    wishes.replace(
        SteeringBoard.key(target, name), WantedState.REMOVED.name(), WantedState.ACTIVE.name());
  }

  private StoredState with(
      Map<String, String> otherSettings,
      List<Place> otherPlaces,
      Map<String, String> otherRecordings,
      Map<String, String> otherSteering) {
    return new StoredState(
        format,
        dataset,
        dataRoot,
        annotations,
        annotationsHash,
        stimulus,
        preset,
        otherSettings,
        otherPlaces,
        otherRecordings,
        otherSteering);
  }
}
