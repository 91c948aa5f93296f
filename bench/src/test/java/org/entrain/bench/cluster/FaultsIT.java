package org.entrain.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short selection of the fault schedules, on broker and worker processes. */
class FaultsIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final long SEED = 1;

  @TempDir private Path temporary;

  @Test
  void shortSelection_whateverStrikes_leavesTheResultsOfAnUndisturbedRun()
      throws IOException, InterruptedException {
    List<Schedule> selection = Schedules.all().stream().filter(Schedule::inSelection).toList();
    FaultBench bench =
        new FaultBench(
            HOME,
            temporary,
            Workload.sample(HOME),
            JavaProcess.ownClassPath(),
            SEED,
            false,
            System.out);

    List<Verdict> verdicts = bench.run(selection);

    assertThat(verdicts).hasSizeGreaterThanOrEqualTo(5);
    assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.fault()).isNull());
  }
}
