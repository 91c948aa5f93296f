package org.entrain.producers.recordings;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of samples, volumes × voxels.
 *
 * @param path the file
 * @param dataset in an HDF5 file the dataset's path in it; null for the only one that fits
 */
public record RecordingFile(Path path, @Nullable String dataset) {

  /** An HDF5 file with a dataset after a colon; such a colon is no part of a path. */
  private static final Pattern WITH_DATASET =
      Pattern.compile("(.+\\.(?:h5|hdf5|hf5|hdf)):(/.*)", Pattern.CASE_INSENSITIVE);

  /** As users name it: a path, or {@code FILE.hf5:/path/in/file}. */
  public static RecordingFile of(Path root, String text) {
    Matcher matcher = WITH_DATASET.matcher(text);
    return matcher.matches()
        ? new RecordingFile(root.resolve(matcher.group(1)), matcher.group(2))
        : new RecordingFile(root.resolve(text), null);
  }

  /** The path in a text that may name a dataset after it. */
  public static String pathIn(String text) {
    Matcher matcher = WITH_DATASET.matcher(text);
    return matcher.matches() ? matcher.group(1) : text;
  }

  @Override
  public String toString() {
    return dataset == null ? path.toString() : path + ":" + dataset;
  }
}
