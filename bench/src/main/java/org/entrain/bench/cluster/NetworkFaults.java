package org.entrain.bench.cluster;

import java.util.List;
import java.util.Random;

/** What befalls the network between workers and brokers. */
final class NetworkFaults {

  private static final long LATENCY_MS = 40;
  private static final long CUT_MS = 60_000;
  private static final long LONG_CUT_MS = 150_000;

  private NetworkFaults() {}

  static List<Schedule> all() {
    return List.of(
        Schedule.of("every answer 80 ms late", 1, NetworkFaults::slow),
        Schedule.of(
            "one of three brokers unreachable for 60 s",
            3,
            (site, random) -> cut(site, TcpProxy.Mode.SILENT, CUT_MS, 1, random)),
        Schedule.of(
            "all packets lost for 60 s",
            1,
            (site, random) -> cut(site, TcpProxy.Mode.SILENT, CUT_MS, 1, random)),
        Schedule.of(
            "all packets lost for 150 s",
            1,
            (site, random) -> cut(site, TcpProxy.Mode.SILENT, LONG_CUT_MS, 1, random)),
        Schedule.of(
            "connections refused for 150 s",
            1,
            (site, random) -> cut(site, TcpProxy.Mode.CLOSED, LONG_CUT_MS, 1, random)));
  }

  private static void slow(Site site, Random random) throws Exception {
    site.brokers().startAll();
    site.brokers().ids().forEach(id -> site.brokers().proxy(id).delay(LATENCY_MS));
    site.startWorkers(1);
    site.produce();
  }

  private static void cut(Site site, TcpProxy.Mode mode, long ms, int victim, Random random)
      throws Exception {
    site.begin(1);
    Moments.within(site, "embedding", random);
    site.brokers().proxy(victim).mode(mode);
    site.recovery("cut", site.topics().activations());
    site.incidents().tell("cut");
    Thread.sleep(ms);
    site.brokers().proxy(victim).mode(TcpProxy.Mode.OPEN);
    site.incidents().tell("mended");
  }
}
