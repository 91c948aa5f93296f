package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.entrain.common.FolderTree;

/** What befalls workers: they are killed, stopped, frozen, replaced, and lose their caches. */
final class WorkerFaults {

  private static final int KILLS = 20;
  private static final int PAUSE_MS = 3_000;
  private static final long FROZEN_MS = 90_000;
  private static final long CAP_BYTES = 1L << 30;
  private static final long UPGRADE_MS = 1_000;

  /** The order of docs/upgrades.md. */
  private static final List<String> UPGRADED =
      List.of("results", "encoding", "properties", "features", "embedding", "planner");

  private static final List<String> SHARED =
      List.of("embedding", "features", "encoding", "properties");

  private WorkerFaults() {}

  static List<Schedule> all() {
    List<Schedule> all = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      String stage = Site.STAGES.get(i % Site.STAGES.size());
      Schedule kill =
          Schedule.of(
              "SIGKILL of %s, %d".formatted(stage, i / Site.STAGES.size() + 1),
              1,
              (site, random) -> kill(site, stage, random));
      boolean first = i < Site.STAGES.size();
      all.add(
          first && (stage.equals("encoding") || stage.equals("features")) ? kill.selected() : kill);
    }
    for (String stage : SHARED) {
      all.add(
          Schedule.of(
              "SIGSTOP of one of two %s workers for 90 s".formatted(stage),
              1,
              (site, random) -> freeze(site, stage, 2, random)));
    }
    all.add(
        Schedule.of(
            "SIGSTOP of results for 90 s",
            1,
            (site, random) -> freeze(site, "results", 1, random)));
    all.add(Schedule.of("workers 1, 3, 1", 1, WorkerFaults::joinAndLeave));
    all.add(Schedule.of("rolling upgrade of two workers a stage", 3, WorkerFaults::roll));
    all.add(Schedule.of("truncated caches of all workers", 1, WorkerFaults::truncate));
    all.add(Schedule.of("caches of all workers lost", 1, WorkerFaults::lose));
    all.add(
        Schedule.of("encoding within 1 GiB, 100,000 voxels", 1, WorkerFaults::cap)
            .ofVeryManyVoxels());
    all.add(
        Schedule.of(
                "SIGKILL of encoding, one of two shares of 100,000 voxels", 1, WorkerFaults::share)
            .ofVeryManyVoxels());
    all.add(
        Schedule.of("encoding divided among two shares of 100,000 voxels", 1, WorkerFaults::divide)
            .ofVeryManyVoxels());
    all.add(Schedule.of("SIGKILL of all workers at once", 1, WorkerFaults::killAll));
    return all;
  }

  private static void kill(Site site, String stage, Random random) throws Exception {
    site.begin(1);
    Moments.within(site, stage, random);
    site.worker(stage, 1).kill(Duration.ofMillis(random.nextInt(PAUSE_MS)));
    site.recovery("SIGKILL of " + stage, Moments.output(site, stage));
  }

  private static void killAll(Site site, Random random) throws Exception {
    site.begin(1);
    Moments.within(site, "features", random);
    for (String stage : Site.STAGES) {
      site.worker(stage, 1).kill(Duration.ofMillis(random.nextInt(PAUSE_MS)));
    }
    site.recovery("SIGKILL of all", Moments.output(site, "features"));
  }

  private static void freeze(Site site, String stage, int workers, Random random) throws Exception {
    site.begin(workers);
    Moments.within(site, stage, random);
    site.worker(stage, 1).freeze();
    site.recovery("SIGSTOP of " + stage, Moments.output(site, stage));
    Thread.sleep(FROZEN_MS);
    site.worker(stage, 1).thaw();
  }

  private static void joinAndLeave(Site site, Random random) throws Exception {
    site.begin(1);
    Moments.within(site, "embedding", random);
    for (String stage : SHARED) {
      site.startWorker(stage, 2);
      site.startWorker(stage, 3);
    }
    site.incidents().tell("three workers of each stage");
    Moments.within(site, "encoding", random);
    for (String stage : SHARED) {
      site.worker(stage, 1).stop();
      site.worker(stage, 3).stop();
    }
    site.incidents().tell("one worker of each stage");
  }

  /**
   * Stage by stage, readers first, workers end and their successors begin on the same state: one
   * worker after the other, but all of a stage at once where the version changes.
   */
  private static void roll(Site site, Random random) throws Exception {
    Launches launches = site.launches();
    if (launches.changesVersion()) {
      site.incidents().tell("begins with " + launches.before());
    }
    launches.classPath(launches.before());
    site.begin(2);
    launches.classPath(JavaProcess.ownClassPath());
    Moments.within(site, "embedding", random);
    for (String stage : UPGRADED) {
      List<Worker> workers = site.workers(stage);
      if (launches.changesVersion()) {
        replace(site, workers);
      } else {
        for (Worker worker : workers) {
          replace(site, List.of(worker));
        }
      }
    }
  }

  private static void replace(Site site, List<Worker> workers) throws Exception {
    for (Worker worker : workers) {
      worker.stop();
    }
    for (Worker worker : workers) {
      worker.upgrade();
      site.incidents().tell("replaced " + worker.name());
    }
    Thread.sleep(UPGRADE_MS);
  }

  private static void truncate(Site site, Random random) throws Exception {
    site.begin(1);
    Moments.within(site, "features", random);
    for (String stage : List.of("planner", "embedding", "features", "encoding", "properties")) {
      Worker worker = site.worker(stage, 1);
      worker.stop();
      for (Path file : files(worker.state().resolve("stages"))) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(channel.size() / 2);
        }
      }
      worker.start();
      site.incidents().tell("halved every file of " + worker.name());
    }
  }

  private static void lose(Site site, Random random) throws Exception {
    site.begin(1);
    Moments.within(site, "encoding", random);
    for (String stage : List.of("planner", "embedding", "features", "encoding", "properties")) {
      Worker worker = site.worker(stage, 1);
      worker.stop();
      FolderTree.delete(worker.state());
      worker.start();
      site.incidents().tell("deleted the state of " + worker.name());
    }
  }

  /** The kernel kills what needs more. */
  private static void cap(Site site, Random random) throws Exception {
    MemoryCap cap = site.keep(new MemoryCap("entrain-faults", CAP_BYTES));
    site.launches().listener("encoding", cap::hold);
    site.begin(1);
  }

  private static void share(Site site, Random random) throws Exception {
    site.launches().share(1, "1/2");
    site.launches().share(2, "2/2");
    site.begin(2);
    Moments.within(site, "encoding", random);
    site.worker("encoding", 2).kill(Duration.ofMillis(random.nextInt(PAUSE_MS)));
    site.recovery("SIGKILL of share 2/2", Moments.output(site, "encoding"));
  }

  /** The worker of all voxels ends at its work, and two go on, of half of the voxels each. */
  private static void divide(Site site, Random random) throws Exception {
    site.launches().share(2, "1/2");
    site.launches().share(3, "2/2");
    site.begin(1);
    Moments.within(site, "encoding", random);
    site.worker("encoding", 1).stop();
    site.startWorker("encoding", 2);
    site.startWorker("encoding", 3);
    site.incidents().tell("two shares instead of all voxels");
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }
}
