package org.entrain.app.run;

import java.nio.file.Path;
import java.util.List;
import org.entrain.monitoring.MonitorAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a run behaves, whatever it computes.
 *
 * @param once whether it ends when all is scored
 * @param port port of the embedded broker; 0 for any
 * @param speed speed of the replay
 * @param page where the page is served; null for none
 * @param allowed folders that the page may name checkpoints in
 * @param monitor where metrics and health are served; null for nowhere
 */
public record RunOptions(
    boolean once,
    int port,
    Speed speed,
    @Nullable PageAddress page,
    List<Path> allowed,
    @Nullable MonitorAddress monitor) {

  public RunOptions {
    allowed = List.copyOf(allowed);
  }
}
