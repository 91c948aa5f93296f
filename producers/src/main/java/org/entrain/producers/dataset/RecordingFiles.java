package org.entrain.producers.dataset;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.recordings.Recording;
import org.entrain.producers.recordings.RecordingReader;
import org.entrain.schemas.avro.VoxelMapKind;
import org.jspecify.annotations.Nullable;

/**
 * Files of every participant, and how they are read.
 *
 * @param reader reads them
 * @param recordings a participant's recording, in the manifest's order or by name
 * @param maps a participant's index arrays, of each kind; a participant may have none
 * @param repeats a participant's further recordings of the same rows
 */
record RecordingFiles(
    RecordingReader reader,
    Map<String, Path> recordings,
    Map<VoxelMapKind, MapFiles> maps,
    Map<String, List<Path>> repeats) {

  /** Files of the index arrays of one kind. */
  interface MapFiles {
    /** File of a participant, there or not; null if the participant has none. */
    @Nullable Path of(String participant);
  }

  /** Recordings without anything beside them. */
  static RecordingFiles of(RecordingReader reader, Map<String, Path> recordings) {
    return new RecordingFiles(reader, recordings, Map.of(), Map.of());
  }

  /**
   * Reads a participant's recording with what belongs to it.
   *
   * @throws InvalidInputException if one of the files cannot be used
   */
  Recording read(String participant) {
    Path file = recordings.get(participant);
    if (file == null) {
      throw new IllegalStateException("no file of participant " + participant);
    }
    Map<VoxelMapKind, Path> found = new EnumMap<>(VoxelMapKind.class);
    maps.forEach(
        (kind, files) -> {
          Path map = files.of(participant);
          if (map != null) {
            found.put(kind, map);
          }
        });
    return reader.read(participant, file, found, repeats.getOrDefault(participant, List.of()));
  }
}
