package org.entrain.bench.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is computed under faults.
 *
 * @param input options that name dataset, participants and checkpoints, for {@code run} and {@code
 *     produce}
 * @param settings settings of every command, {@code KEY=VALUE}
 * @param partitions partitions of the topics that workers share
 */
record Workload(List<String> input, List<String> settings, int partitions) {

  Workload {
    input = List.copyOf(input);
    settings = List.copyOf(settings);
  }

  /**
   * Two checkpoints of the packaged sample: small fits, several tasks, and one property.
   *
   * @param home folder of the project
   */
  static Workload sample(Path home) {
    Path nano = home.resolve("sample/checkpoints/nano");
    return new Workload(
        List.of(
            "--dataset",
            home.resolve("sample").toString(),
            "--models",
            nano.resolve("step0").toString(),
            nano.resolve("step2000").toString(),
            "--participants",
            "A"),
        List.of(
            "layers=0,3",
            "permutations=200",
            "properties=Random",
            "embedding.windows=64",
            "threads=1",
            "partitions=3"),
        3);
  }

  /** Those stages that have work. */
  List<String> stages(List<String> all) {
    boolean properties = settings.stream().anyMatch(setting -> setting.startsWith("properties="));
    return all.stream().filter(stage -> properties || !stage.equals("properties")).toList();
  }

  /** Options that give the settings. */
  List<String> options() {
    return settings.stream().flatMap(setting -> Stream.of("--set", setting)).toList();
  }
}
