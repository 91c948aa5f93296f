package org.entrain.producers.recordings;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one recording is read from.
 *
 * @param files whose rows are joined in this order: one for all runs, or one a run
 * @param voxels where its voxels lie; null where nothing says so. Images need it
 */
public record RecordingSource(List<RecordingFile> files, @Nullable VoxelSource voxels) {

  public RecordingSource {
    files = List.copyOf(files);
  }

  /** One file of rows and columns. */
  public static RecordingSource of(Path file) {
    return new RecordingSource(List.of(new RecordingFile(file, null)), null);
  }
}
