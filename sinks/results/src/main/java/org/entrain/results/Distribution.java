package org.entrain.results;

import java.util.List;

/**
 * Distribution of r over the voxels of one fit, under a name of its weights.
 *
 * @param voxels voxels in each bin of {@link RHistogram}
 */
public record Distribution(
    String model, long step, int layer, String variant, String participant, List<Integer> voxels) {

  public Distribution {
    voxels = List.copyOf(voxels);
  }
}
