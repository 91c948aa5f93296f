package org.entrain.bench.cluster;

import java.util.ArrayList;
import java.util.List;

/** Every schedule. */
final class Schedules {

  private Schedules() {}

  static List<Schedule> all() {
    List<Schedule> all = new ArrayList<>();
    all.add(Schedule.of("no fault, one broker", 1, (site, random) -> site.begin(1)));
    all.add(
        Schedule.of("no fault, three brokers, two workers", 3, (site, random) -> site.begin(2))
            .selected());
    all.addAll(WorkerFaults.all());
    all.addAll(BrokerFaults.all());
    all.addAll(NetworkFaults.all());
    all.addAll(InputFaults.all());
    all.addAll(PoisonFaults.all());
    all.addAll(DiskFaults.all());
    all.addAll(ClockFaults.all());
    return all;
  }
}
