package org.entrain.app.state;

import java.util.Optional;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.producers.dataset.Dataset;
import org.jspecify.annotations.Nullable;

/** The data set of a state, opened when it is asked for the first time. */
public final class StoredDataset {

  private final StateFolder folder;
  private final Locations locations;
  private @Nullable Dataset dataset;

  /**
   * @param locations brings its files here
   */
  public StoredDataset(StateFolder folder, Locations locations) {
    this.folder = folder;
    this.locations = locations;
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
      dataset =
          Dataset.open(
              Location.of(state.dataset()), root == null ? null : Location.of(root), locations);
    }
    return dataset.voxels(participant);
  }
}
