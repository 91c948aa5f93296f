package org.entrain.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.app.run.PageAddress;
import org.entrain.dashboard.DashboardOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the page is served, and what it may name. */
final class PageOptions {

  @Option(
      names = "--http",
      paramLabel = "PORT|off",
      description =
          "Port of the page and its API (default: 8080, or any free one if that is taken).")
  private @Nullable String port;

  @Option(
      names = "--http-host",
      paramLabel = "ADDRESS",
      defaultValue = DashboardOptions.LOOPBACK,
      description =
          "Address that the page listens on; whoever reaches it may read (default: 127.0.0.1).")
  private String host = DashboardOptions.LOOPBACK;

  @Option(
      names = "--allow",
      paramLabel = "DIR",
      description =
          "A folder that checkpoints and states may be named in on the page, beside the working"
              + " folder and those of the state's checkpoints.")
  private List<Path> allow = new ArrayList<>();

  /** Where it is served; null for nowhere. */
  @Nullable PageAddress address() {
    return PageAddress.parse(host, port);
  }

  /** Folders that the page may name, absolute. */
  List<Path> allowed() {
    List<Path> folders = new ArrayList<>(allow);
    folders.add(Path.of(""));
    return folders.stream().map(Path::toAbsolutePath).map(Path::normalize).distinct().toList();
  }
}
