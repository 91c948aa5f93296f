package org.entrain.app.state;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    Map<String, String> recordings) {

  /** Version that this program writes. */
  public static final int FORMAT = 1;

  public StoredState {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    places = List.copyOf(places);
    recordings = Collections.unmodifiableSortedMap(new TreeMap<>(recordings));
  }

  /**
   * This state as an earlier program left it, with the settings that it did not have yet.
   *
   * @param usual settings by name, for those that are missing
   */
  public StoredState withMissing(Map<String, String> usual) {
    Map<String, String> all = new TreeMap<>(usual);
    all.putAll(settings);
    return with(all, places, recordings);
  }

  /** This state with more checkpoints and participants; those it has stay. */
  public StoredState with(List<Place> morePlaces, Map<String, String> moreRecordings) {
    List<Place> allPlaces = Stream.concat(places.stream(), morePlaces.stream()).distinct().toList();
    Map<String, String> allRecordings = new TreeMap<>(recordings);
    allRecordings.putAll(moreRecordings);
    return with(settings, allPlaces, allRecordings);
  }

  private StoredState with(
      Map<String, String> otherSettings,
      List<Place> otherPlaces,
      Map<String, String> otherRecordings) {
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
        otherRecordings);
  }
}
