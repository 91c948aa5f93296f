package org.entrain.producers.dataset;

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
import org.entrain.common.Location;
import org.entrain.producers.dataset.RecordingFiles.MapFiles;
import org.entrain.producers.recordings.RecordingFile;
import org.entrain.producers.recordings.RecordingSource;
import org.entrain.producers.recordings.VoxelSource;
import org.entrain.producers.yaml.Section;
import org.entrain.schemas.avro.VoxelMapKind;
import org.jspecify.annotations.Nullable;

/** What a manifest names beside the recordings: index arrays, repeats, and where voxels lie. */
final class BesideRecordings {

  private final DataRoot root;
  private final Map<VoxelMapKind, MapFiles> maps = new EnumMap<>(VoxelMapKind.class);
  private final Map<String, List<RecordingFile>> repeats = new LinkedHashMap<>();
  private final Map<String, Set<String>> named = new LinkedHashMap<>();
  private @Nullable MapFiles mask;
  private @Nullable MapFiles indices;
  private @Nullable MapFiles image;

  private BesideRecordings(DataRoot root) {
    this.root = root;
  }

  /** Reads the keys of the section; opens no file. */
  static BesideRecordings read(DataRoot root, Section recordings) {
    BesideRecordings beside = new BesideRecordings(root);
    for (VoxelMapKind kind : VoxelMapKind.values()) {
      beside.readMap(kind, recordings);
    }
    beside.readVoxels(recordings);
    Section repeats = recordings.optionalSection("repeats");
    for (String participant : repeats.keys()) {
      List<RecordingFile> files = new ArrayList<>();
      Objects.requireNonNullElse(repeats.optionalTexts(participant), List.<String>of())
          .forEach(file -> files.add(root.recording(file)));
      beside.repeats.put(participant, files);
    }
    beside.named.put("recordings.repeats", beside.repeats.keySet());
    return beside;
  }

  Map<VoxelMapKind, MapFiles> maps() {
    return maps;
  }

  /**
   * Further recordings, whose voxels lie where those of the participant do.
   *
   * @param recordings by participant; everybody with repeats is there
   */
  Map<String, List<RecordingSource>> repeats(Map<String, RecordingSource> recordings) {
    Map<String, List<RecordingSource>> sources = new LinkedHashMap<>();
    repeats.forEach(
        (participant, files) -> {
          VoxelSource voxels = Objects.requireNonNull(recordings.get(participant)).voxels();
          sources.put(
              participant,
              files.stream().map(file -> new RecordingSource(List.of(file), voxels)).toList());
        });
    return sources;
  }

  /** A participant's recording, with the voxels that the manifest names, if it does. */
  RecordingSource placed(String participant, RecordingSource source) {
    VoxelSource voxels = voxels(participant);
    return voxels == null ? source : new RecordingSource(source.files(), voxels);
  }

  private @Nullable VoxelSource voxels(String participant) {
    if (indices != null && image != null) {
      Location one = indices.of(participant);
      Location other = image.of(participant);
      return one == null || other == null
          ? null
          : VoxelSource.indices(one, other, root.locations());
    }
    Location file = mask == null ? null : mask.of(participant);
    return file == null ? null : VoxelSource.mask(file, root.locations());
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
    MapFiles files = files(recordings, kind.name().toLowerCase(Locale.ROOT), "recordings.");
    if (files != null) {
      maps.put(kind, files);
    }
  }

  /** A mask, or indices with an image; of each one file for all, a pattern, or a map. */
  private void readVoxels(Section recordings) {
    mask = files(recordings, "mask", "recordings.");
    if (!recordings.has("voxels")) {
      return;
    }
    if (mask != null) {
      recordings.fault("voxels", "either mask or voxels", "both of them");
    }
    Section voxels = recordings.section("voxels");
    indices = files(voxels, "indices", "recordings.voxels.");
    image = files(voxels, "image", "recordings.voxels.");
    if (indices == null || image == null) {
      voxels.fault("indices", "indices and image", indices == null ? "no indices" : "no image");
    }
  }

  private @Nullable MapFiles files(Section section, String key, String prefix) {
    if (section.hasMapping(key)) {
      Map<String, String> files =
          Objects.requireNonNullElse(section.optionalMap(key), Map.<String, String>of());
      named.put(prefix + key, files.keySet());
      return participant -> {
        String file = files.get(participant);
        return file == null ? null : root.resolve(file);
      };
    }
    String text = section.optionalText(key);
    return text == null
        ? null
        : participant -> root.resolve(ParticipantPattern.filled(text, participant));
  }
}
