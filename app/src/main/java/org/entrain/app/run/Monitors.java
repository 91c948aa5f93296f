package org.entrain.app.run;

import java.util.function.Consumer;
import org.entrain.app.Version;
import org.entrain.app.state.StateFolder;
import org.entrain.monitoring.Monitor;
import org.entrain.monitoring.MonitorAddress;
import org.entrain.monitoring.ProcessFacts;
import org.entrain.monitoring.ProcessMonitor;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;

/** Opens what a process tells of itself. */
public final class Monitors {

  private Monitors() {}

  /**
   * Serves metrics and health, and says where.
   *
   * @param address where; null for nowhere
   * @param commit commit that the program was built from; empty if not known
   * @param closing closes it, after everything that it watches
   * @param say tells the user
   * @throws org.entrain.common.InvalidInputException if it cannot listen there
   */
  public static Monitor open(
      @Nullable MonitorAddress address,
      Topics topics,
      String commit,
      StateFolder folder,
      Closing closing,
      Consumer<String> say) {
    if (address == null) {
      return Monitor.NONE;
    }
    ProcessMonitor monitor =
        closing.add(
            new ProcessMonitor(
                address, topics, new ProcessFacts(Version.NUMBER, commit, folder.root())));
    say.accept("Metrics and health: %s/metrics".formatted(monitor.address()));
    return monitor;
  }
}
