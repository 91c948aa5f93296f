package org.entrain.bench.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Full disks. */
final class DiskFaults {

  private static final int SIZE_MIB = 256;
  private static final int LOG_SIZE_MIB = 400;
  private static final long FULL_MS = 20_000;

  private DiskFaults() {}

  static List<Schedule> all() {
    List<Schedule> all = new ArrayList<>();
    for (String stage : List.of("features", "encoding", "properties", "results")) {
      all.add(
          Schedule.of(
              "disk of %s full for 20 s".formatted(stage),
              1,
              (site, random) -> ofWorker(site, stage, random)));
    }
    all.add(Schedule.of("disk of the broker full for 20 s", 1, DiskFaults::ofBroker));
    return all;
  }

  private static void ofWorker(Site site, String stage, Random random) throws Exception {
    Disk disk = site.keep(new Disk(site.folder().resolve(stage + "-1/state"), SIZE_MIB));
    site.begin(1);
    Moments.within(site, stage, random);
    disk.fill();
    site.recovery("full disk", Moments.output(site, stage));
    site.incidents().tell("disk full");
    Thread.sleep(FULL_MS);
    disk.free();
    site.incidents().tell("disk free");
  }

  /** A broker whose only log folder fails ends. */
  private static void ofBroker(Site site, Random random) throws Exception {
    Disk disk = site.keep(new Disk(site.brokers().logs(1), LOG_SIZE_MIB));
    site.brokers().format();
    site.begin(1);
    Moments.within(site, "embedding", random);
    disk.fill();
    site.recovery("full disk", site.topics().activations());
    site.incidents().tell("disk full");
    Thread.sleep(FULL_MS);
    if (site.brokers().process(1).alive()) {
      site.incidents().tell("the broker runs on");
      site.brokers().stop(1);
    }
    disk.free();
    site.brokers().startAll();
    site.incidents().tell("disk free, broker started");
  }
}
