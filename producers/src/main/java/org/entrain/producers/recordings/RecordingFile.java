package org.entrain.producers.recordings;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.jspecify.annotations.Nullable;

/**
 * A file of samples, volumes × voxels.
 *
 * @param location where the file lies
 * @param dataset in an HDF5 file the dataset's path in it; null for the only one that fits
 * @param locations brings it here
 */
public record RecordingFile(Location location, @Nullable String dataset, Locations locations) {

  /** An HDF5 file with a dataset after a colon; such a colon is no part of a path. */
  private static final Pattern WITH_DATASET =
      Pattern.compile("(.+\\.(?:h5|hdf5|hf5|hdf)):(/.*)", Pattern.CASE_INSENSITIVE);

  /** A file of this machine. */
  public RecordingFile(Path path, @Nullable String dataset) {
    this(Location.of(path), dataset, Locations.local());
  }

  /** As users name it from a folder: a path, a URL, or {@code FILE.hf5:/path/in/file}. */
  public static RecordingFile of(Location root, String text, Locations locations) {
    Matcher matcher = WITH_DATASET.matcher(text);
    return matcher.matches()
        ? new RecordingFile(root.resolve(matcher.group(1)), matcher.group(2), locations)
        : new RecordingFile(root.resolve(text), null, locations);
  }

  /** The path in a text that may name a dataset after it. */
  public static String pathIn(String text) {
    Matcher matcher = WITH_DATASET.matcher(text);
    return matcher.matches() ? matcher.group(1) : text;
  }

  /** The file on this machine; one of an object store is fetched. */
  Path path() {
    return locations.file(location).path();
  }

  @Override
  public String toString() {
    return dataset == null ? location.text() : location + ":" + dataset;
  }
}
