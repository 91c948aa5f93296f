package org.entrain.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.Version;
import org.entrain.app.control.Token;
import org.entrain.app.run.PageAddress;
import org.entrain.app.run.StopSignal;
import org.entrain.app.run.StoredPage;
import org.entrain.app.state.StateFolder;
import org.entrain.dashboard.Dashboard;
import org.entrain.dashboard.DashboardOptions;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultStores;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The page over results alone. */
@Command(
    name = "page",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves the page of a state that nothing runs on, or of a cluster's results database,",
      "until Ctrl-C. A run serves its own."
    },
    footer = {
      "",
      "Examples:",
      "  ./entrain page --state ./story-state",
      "  ./entrain page --results jdbc:postgresql://db.lab:5432/entrain --http 8081"
    })
final class PageCommand implements Callable<Integer> {

  private static final long GLANCE_MS = 500;

  private final CommandContext context;

  @Spec private CommandSpec spec;
  @Mixin private StateOption state = new StateOption();
  @Mixin private PageOptions page = new PageOptions();

  @Option(
      names = "--results",
      paramLabel = "URL",
      description = "Show jdbc:postgresql://HOST:PORT/DATABASE instead of a state.")
  private @Nullable String address;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  PageCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    @Nullable PageAddress at = page.address();
    if (at == null) {
      throw new Refusal(
          Refusal.fault("--http", "port of the page", "a port", "off", "Leave it out."));
    }
    if (address != null) {
      var stores = new ResultStores(context.environment().variables());
      try (ResultStore results = stores.openReadOnly(address)) {
        serve(results, null, at);
      }
      return ExitCodes.DONE;
    }
    StateFolder folder = state.folder();
    StoppedState.ask(
        folder,
        process -> {
          throw new Refusal(
              Refusal.fault(
                  "--state",
                  folder.root().toString(),
                  "a state that nothing runs on",
                  "a running one",
                  "Open the page that the run itself serves; it printed the address at its start."));
        },
        () -> {
          try (ResultStore results = StoppedResults.open(folder)) {
            serve(results, folder, at);
          }
        });
    return ExitCodes.DONE;
  }

  private void serve(ResultStore results, @Nullable StateFolder folder, PageAddress at) {
    StopSignal stop = new StopSignal();
    stop.during(
        closing -> {
          Dashboard dashboard =
              closing.add(
                  new Dashboard(
                      new DashboardOptions(
                          at.host(), at.port(), !at.chosen(), Token.make(), Version.TEXT),
                      new StoredPage(results.queries(), folder, page.allowed(), System::nanoTime),
                      results.queries(),
                      null,
                      new Topics(1)));
          PrintWriter out = spec.commandLine().getOut();
          out.printf("Page of %s: %s%nCtrl-C ends it.%n", results.place(), dashboard.address());
          out.flush();
          while (!stop.within(GLANCE_MS)) {
            continue;
          }
          return ExitCodes.DONE;
        });
  }
}
