package org.entrain.bench.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What befalls brokers: they are killed, stopped, and away for long. */
final class BrokerFaults {

  private static final int TIMES = 5;
  private static final int LARGEST_PAUSE_MS = 15_000;

  /** Deliveries expire after 120 s, calls after 60 s, sessions after 45 s. */
  private static final long OUTAGE_MS = 150_000;

  private static final long LATE_MS = 70_000;
  private static final List<String> MOMENTS =
      List.of("embedding", "features", "encoding", "properties", "embedding");

  private BrokerFaults() {}

  static List<Schedule> all() {
    List<Schedule> all = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      String moment = MOMENTS.get(i);
      Schedule kill =
          Schedule.of(
              "SIGKILL of one of three brokers, %d".formatted(i + 1),
              3,
              (site, random) -> strike(site, moment, true, random));
      all.add(i == 0 ? kill.selected() : kill);
      all.add(
          Schedule.of(
              "SIGTERM of one of three brokers, %d".formatted(i + 1),
              3,
              (site, random) -> strike(site, moment, false, random)));
    }
    all.add(Schedule.of("all brokers down for 150 s", 3, BrokerFaults::outage));
    all.add(Schedule.of("brokers come 70 s after the workers", 1, BrokerFaults::late));
    return all;
  }

  private static void strike(Site site, String moment, boolean kill, Random random)
      throws Exception {
    site.begin(2);
    Moments.within(site, moment, random);
    int victim = 1 + random.nextInt(site.brokers().count());
    if (kill) {
      site.brokers().kill(victim);
    } else {
      site.brokers().stop(victim);
    }
    String what = (kill ? "SIGKILL" : "SIGTERM") + " of broker " + victim;
    site.incidents().tell(what);
    site.recovery(what, Moments.output(site, moment));
    Thread.sleep(random.nextInt(LARGEST_PAUSE_MS));
    site.brokers().start(victim);
    site.incidents().tell("started broker " + victim);
  }

  private static void outage(Site site, Random random) throws Exception {
    site.begin(1);
    Moments.within(site, "embedding", random);
    for (int id : site.brokers().ids()) {
      site.brokers().kill(id);
    }
    site.incidents().tell("SIGKILL of all brokers");
    site.recovery("outage", site.topics().activations());
    Thread.sleep(OUTAGE_MS);
    site.brokers().startAll();
    site.incidents().tell("all brokers are back");
  }

  private static void late(Site site, Random random) throws Exception {
    site.startWorkers(1);
    Thread.sleep(LATE_MS);
    site.brokers().startAll();
    site.incidents().tell("brokers are there");
    site.produce();
  }
}
