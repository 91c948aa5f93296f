package org.entrain.producers.dataset;

import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.common.ObjectUrl;
import org.entrain.producers.recordings.RecordingFile;

/**
 * The folder that a manifest's paths are relative to, and may not leave: a manifest is passed on
 * from hand to hand, and what it names is published. Links within the folder are its owner's, and
 * followed; objects of a store are named as such.
 *
 * @param manifest the manifest, for messages
 * @param folder the folder
 * @param locations brings files here
 */
record DataRoot(Location manifest, Location folder, Locations locations) {

  /**
   * A file or folder that the manifest names.
   *
   * @throws InvalidInputException if it lies elsewhere
   */
  Location resolve(String text) {
    Location place = folder.resolve(text);
    if (!ObjectUrl.is(text)
        && !folder.isObject()
        && !Path.of(place.text()).startsWith(Path.of(folder.text()))) {
      throw new InvalidInputException(
          manifest.text(),
          "path",
          "one within " + folder,
          text,
          "Name a folder that holds all files by --data-root.");
    }
    return place;
  }

  /** A recording that the manifest names, as {@link #resolve}. */
  RecordingFile recording(String text) {
    resolve(RecordingFile.pathIn(text));
    return RecordingFile.of(folder, text, locations);
  }

  /** Files of participants by a pattern. */
  ParticipantPattern pattern(String text) {
    resolve(text);
    return new ParticipantPattern(folder, text);
  }
}
