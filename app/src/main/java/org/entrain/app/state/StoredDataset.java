package org.entrain.app.state;

import java.nio.file.Path;
import java.util.Optional;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.producers.dataset.Dataset;
import org.jspecify.annotations.Nullable;

/** The data set of a state, opened when it is asked for the first time. */
public final class StoredDataset {

  private final StateFolder folder;
  private @Nullable Dataset dataset;

  public StoredDataset(StateFolder folder) {
    this.folder = folder;
  }

  /**
   * Where the voxels of a participant's recording lie; empty if the state has no data set, as a
   * worker's, or its data set does not say.
   *
   * @throws org.entrain.common.InvalidInputException if the data set is not there any more
   */
  public Optional<VoxelSpace> voxels(String participant) {
    if (dataset == null) {
      @Nullable StoredState state = new StateStore(folder).read().orElse(null);
      if (state == null) {
        return Optional.empty();
      }
      @Nullable String root = state.dataRoot();
      dataset = Dataset.open(Path.of(state.dataset()), root == null ? null : Path.of(root));
    }
    return dataset.voxels(participant);
  }
}
