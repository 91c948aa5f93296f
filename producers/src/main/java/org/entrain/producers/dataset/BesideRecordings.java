package org.entrain.producers.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.dataset.RecordingFiles.MapFiles;
import org.entrain.producers.yaml.Section;
import org.entrain.schemas.avro.VoxelMapKind;

/** What a manifest names beside the recordings: their index arrays and repeats. */
final class BesideRecordings {

  private final Path root;
  private final Map<VoxelMapKind, MapFiles> maps = new EnumMap<>(VoxelMapKind.class);
  private final Map<String, List<Path>> repeats = new LinkedHashMap<>();
  private final Map<String, Set<String>> named = new LinkedHashMap<>();

  private BesideRecordings(Path root) {
    this.root = root;
  }

  /** Reads the keys of the section; opens no file. */
  static BesideRecordings read(Path root, Section recordings) {
    BesideRecordings beside = new BesideRecordings(root);
    for (VoxelMapKind kind : VoxelMapKind.values()) {
      beside.readMap(kind, recordings);
    }
    Section repeats = recordings.optionalSection("repeats");
    for (String participant : repeats.keys()) {
      List<Path> files = new ArrayList<>();
      Objects.requireNonNullElse(repeats.optionalTexts(participant), List.<String>of())
          .forEach(file -> files.add(root.resolve(file)));
      beside.repeats.put(participant, files);
    }
    beside.named.put("recordings.repeats", beside.repeats.keySet());
    return beside;
  }

  Map<VoxelMapKind, MapFiles> maps() {
    return maps;
  }

  Map<String, List<Path>> repeats() {
    return repeats;
  }

  /**
   * Refuses a file of somebody who has no recording.
   *
   * @param source where it was named
   */
  void check(String source, Collection<String> participants) {
    named.forEach(
        (field, names) -> {
          Set<String> unknown = new TreeSet<>(names);
          unknown.removeAll(participants);
          if (!unknown.isEmpty()) {
            throw new InvalidInputException(
                source,
                field,
                "participants with a recording: " + String.join(", ", participants),
                String.join(", ", unknown),
                "Correct the names.");
          }
        });
  }

  /** A participant's own file by map or pattern, or one file for all in a common space. */
  private void readMap(VoxelMapKind kind, Section recordings) {
    String key = kind.name().toLowerCase(Locale.ROOT);
    if (recordings.hasMapping(key)) {
      Map<String, String> files =
          Objects.requireNonNullElse(recordings.optionalMap(key), Map.<String, String>of());
      named.put("recordings." + key, files.keySet());
      maps.put(
          kind,
          participant -> {
            String file = files.get(participant);
            return file == null ? null : root.resolve(file);
          });
      return;
    }
    String text = recordings.optionalText(key);
    if (text != null) {
      maps.put(kind, new ParticipantPattern(root, text)::file);
    }
  }
}
