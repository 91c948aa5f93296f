package org.entrain.app.command;

import org.entrain.monitoring.MonitorAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a process tells of itself. */
final class MonitorOptions {

  @Option(
      names = "--monitor",
      paramLabel = "[HOST:]PORT",
      description =
          "Serve metrics for Prometheus and health there: /metrics, /health/live, /health/ready"
              + " (default: off; without HOST for this machine alone; 0: any free port).")
  private @Nullable String monitor;

  /** Where; null for nowhere. */
  @Nullable MonitorAddress address() {
    return monitor == null ? null : MonitorAddress.parse(monitor);
  }
}
