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
 * @param dataset manifest or folder of the dataset, absolute
 * @param dataRoot what the manifest's paths are relative to, absolute; null for its own folder
 * @param stimulus identity of the words and the clock
 * @param preset preset the settings started from
 * @param settings pinned settings, by name
 * @param sources folders that checkpoints come from
 * @param recordings content hash of the recording of every participant that is scored
 */
public record StoredState(
    int format,
    String dataset,
    @Nullable String dataRoot,
    String stimulus,
    String preset,
    Map<String, String> settings,
    List<Source> sources,
    Map<String, String> recordings) {

  /** Version that this program writes. */
  public static final int FORMAT = 1;

  public StoredState {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    sources = List.copyOf(sources);
    recordings = Collections.unmodifiableSortedMap(new TreeMap<>(recordings));
  }

  /** This state with more sources and participants; those it has stay. */
  public StoredState with(List<Source> moreSources, Map<String, String> moreRecordings) {
    List<Source> allSources =
        Stream.concat(sources.stream(), moreSources.stream()).distinct().toList();
    Map<String, String> allRecordings = new TreeMap<>(recordings);
    allRecordings.putAll(moreRecordings);
    return new StoredState(
        format, dataset, dataRoot, stimulus, preset, settings, allSources, allRecordings);
  }
}
