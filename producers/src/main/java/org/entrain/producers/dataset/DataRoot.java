package org.entrain.producers.dataset;

import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.recordings.RecordingFile;

/**
 * The folder that a manifest's paths are relative to, and may not leave: a manifest is passed on
 * from hand to hand, and what it names is published. Links within the folder are its owner's, and
 * followed.
 *
 * @param manifest the manifest, for messages
 * @param folder the folder
 */
record DataRoot(Path manifest, Path folder) {

  DataRoot {
    folder = folder.toAbsolutePath().normalize();
  }

  /**
   * A file or folder that the manifest names.
   *
   * @throws InvalidInputException if it lies elsewhere
   */
  Path resolve(String text) {
    Path path = folder.resolve(text).normalize();
    if (!path.startsWith(folder)) {
      throw new InvalidInputException(
          manifest.toString(),
          "path",
          "one within " + folder,
          text,
          "Name a folder that holds all files by --data-root.");
    }
    return path;
  }

  /** A recording that the manifest names, as {@link #resolve}. */
  RecordingFile recording(String text) {
    return new RecordingFile(
        resolve(RecordingFile.pathIn(text)), RecordingFile.of(folder, text).dataset());
  }

  /** Files of participants by a pattern. */
  ParticipantPattern pattern(String text) {
    resolve(text);
    return new ParticipantPattern(folder, text);
  }
}
