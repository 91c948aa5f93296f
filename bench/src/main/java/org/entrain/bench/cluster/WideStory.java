package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One layer of one checkpoint against a simulated recording of very many voxels. */
final class WideStory {

  private WideStory() {}

  /**
   * Writes the dataset.
   *
   * @param home folder of the project
   * @return its fits: one layer of one checkpoint, and the baselines
   */
  static Workload write(Path home, Path folder, int voxels) throws IOException {
    SimulatedStory story = new SimulatedStory(1, voxels, 1);
    story.write(home, folder);
    return new Workload(
        List.of(
            "--dataset",
            folder.toString(),
            "--models",
            home.resolve("sample/checkpoints/nano/step2000").toString(),
            "--participants",
            story.names().get(0)),
        List.of("layers=3", "permutations=0", "threads=1", "partitions=3", "encoding.memory=64m"),
        3);
  }
}
