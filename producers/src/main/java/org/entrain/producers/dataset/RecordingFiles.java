package org.entrain.producers.dataset;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.producers.recordings.Recording;
import org.entrain.producers.recordings.RecordingReader;
import org.entrain.producers.recordings.RecordingSource;
import org.entrain.schemas.avro.VoxelMapKind;
import org.jspecify.annotations.Nullable;

/**
 * Files of every participant, and how they are read.
 *
 * @param reader reads them
 * @param locations brings index arrays here
 * @param recordings a participant's recording, in the manifest's order or by name
 * @param maps a participant's index arrays, of each kind; a participant may have none
 * @param repeats a participant's further recordings of the same rows
 */
record RecordingFiles(
    RecordingReader reader,
    Locations locations,
    Map<String, RecordingSource> recordings,
    Map<VoxelMapKind, MapFiles> maps,
    Map<String, List<RecordingSource>> repeats) {

  /** Files of the index arrays of one kind. */
  interface MapFiles {
    /** File of a participant, there or not; null if the participant has none. */
    @Nullable Location of(String participant);
  }

  /** Recordings without anything beside them. */
  static RecordingFiles of(RecordingReader reader, Map<String, RecordingSource> recordings) {
    return new RecordingFiles(reader, Locations.local(), recordings, Map.of(), Map.of());
  }

  /**
   * Reads a participant's recording with what belongs to it.
   *
   * @throws InvalidInputException if one of the files cannot be used
   */
  Recording read(String participant) {
    RecordingSource source = source(participant);
    Map<VoxelMapKind, Path> found = new EnumMap<>(VoxelMapKind.class);
    maps.forEach(
        (kind, files) -> {
          Location map = files.of(participant);
          if (map != null) {
            found.put(kind, locations.file(map).path());
          }
        });
    return reader.read(participant, source, found, repeats.getOrDefault(participant, List.of()));
  }

  /** Where a participant's voxels lie, if anything says so. */
  Optional<VoxelSpace> voxels(String participant) {
    return Optional.ofNullable(source(participant).voxels()).map(voxels -> voxels.space().get());
  }

  private RecordingSource source(String participant) {
    RecordingSource source = recordings.get(participant);
    if (source == null) {
      throw new IllegalStateException("no file of participant " + participant);
    }
    return source;
  }
}
