package org.entrain.producers.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.entrain.producers.recordings.RecordingFile;
import org.entrain.producers.yaml.Section;
import org.jspecify.annotations.Nullable;

/**
 * The recordings that a manifest names, by participant or by a pattern: of each participant one
 * file, or a list of files that are joined.
 */
final class ManifestFiles {

  private final DataRoot root;
  private final Section recordings;
  private final Section top;

  ManifestFiles(DataRoot root, Section recordings, Section top) {
    this.root = root;
    this.recordings = recordings;
    this.top = top;
  }

  /**
   * Reads the keys; folders are looked into when the result is asked for.
   *
   * @param participants who is wanted, in their order; null for everybody
   */
  Supplier<Map<String, List<RecordingFile>>> read(@Nullable List<String> participants) {
    Map<String, List<String>> named = recordings.optionalLists("files");
    List<String> patterns = recordings.optionalTextOrTexts("pattern");
    if ((named == null) == (patterns == null)) {
      recordings.fault(
          "files", "either files or pattern", named == null ? "neither" : "both of them");
      return Map::of;
    }
    if (named != null) {
      Map<String, List<RecordingFile>> files = named(named, participants);
      return () -> files;
    }
    if (patterns.isEmpty() || !patterns.stream().allMatch(ParticipantPattern::isValid)) {
      recordings.fault("pattern", "{participant} in every path", "'" + patterns + "'");
      return Map::of;
    }
    return () -> fitting(patterns, participants);
  }

  private Map<String, List<RecordingFile>> named(
      Map<String, List<String>> named, @Nullable List<String> participants) {
    Map<String, List<RecordingFile>> files = new LinkedHashMap<>();
    for (String participant : participants == null ? named.keySet() : participants) {
      List<String> paths = named.get(participant);
      if (paths == null) {
        top.fault("participants", "keys of recordings.files", "'" + participant + "'");
      } else if (paths.isEmpty()) {
        recordings.fault("files." + participant, "a file, or a list of files", "none");
      } else {
        files.put(participant, paths.stream().map(root::recording).toList());
      }
    }
    return files;
  }

  /** Who has a file of the first pattern is a participant; the others' files must be there. */
  private Map<String, List<RecordingFile>> fitting(
      List<String> patterns, @Nullable List<String> participants) {
    List<String> everybody =
        participants == null
            ? List.copyOf(
                root.pattern(RecordingFile.pathIn(patterns.get(0))).find(root.locations()))
            : participants;
    Map<String, List<RecordingFile>> files = new LinkedHashMap<>();
    for (String participant : everybody) {
      files.put(
          participant,
          patterns.stream()
              .map(p -> root.recording(ParticipantPattern.filled(p, participant)))
              .toList());
    }
    return files;
  }
}
