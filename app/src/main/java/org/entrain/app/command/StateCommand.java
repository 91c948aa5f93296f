package org.entrain.app.command;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateLock;
import org.entrain.app.upkeep.Compaction;
import org.entrain.app.upkeep.Finding;
import org.entrain.app.upkeep.Verification;
import org.entrain.app.upkeep.Wiping;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Upkeep of a state folder that nobody uses. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks, compacts or deletes the state folder of a run or a worker.",
    footer = {"", "Example:", "  ./entrain state verify --state ./story-state"})
final class StateCommand implements Runnable {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  StateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of verify, compact, wipe.");
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Reads everything in a state and says whether it is sound; changes nothing.",
        "Checksums of all records, hashes of copies of recordings, scores of every fit, and whether"
            + " words, TRs and units add up. Exit code 1 if there is a fault."
      },
      footer = {"", "Example:", "  ./entrain state verify --state ./story-state"})
  int verify(@Mixin StateOption state) throws IOException {
    StateFolder folder = state.folder();
    Wiping.requireState(folder);
    try (StateLock lock = StateLock.tryShare(folder).orElseThrow(() -> RunCommand.inUse(folder))) {
      List<Finding> findings = new Verification(folder).findings();
      for (Finding finding : findings) {
        out().printf("%-5s  %s: %s%n", finding.level().name(), finding.part(), finding.text());
      }
      long faults = findings.stream().filter(f -> f.level() == Finding.Level.FAULT).count();
      out().printf("%s: %s%n", folder.root(), faults == 0 ? "sound" : faults + " faults");
      out().flush();
      return faults == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }
  }

  @Command(
      name = "compact",
      mixinStandardHelpOptions = true,
      description = {
        "Gives back room that a state does not need: what replaced results have left in the"
            + " database, spools, older logs.",
        "Nothing that was computed is lost."
      },
      footer = {"", "Example:", "  ./entrain state compact --state ./story-state"})
  int compact(@Mixin StateOption state) throws IOException {
    StateFolder folder = state.folder();
    Wiping.requireState(folder);
    try (StateLock lock = RunCommand.take(folder)) {
      long before = 0;
      long after = 0;
      for (Compaction.Saving saving : new Compaction(folder).run()) {
        out().printf("%,15d → %,15d bytes  %s%n", saving.before(), saving.after(), saving.part());
        before += saving.before();
        after += saving.after();
      }
      out().printf("%,d bytes given back.%n", before - after);
      out().flush();
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "wipe",
      mixinStandardHelpOptions = true,
      description = {
        "Deletes a state, or its results alone, which the next run makes again from the topics"
            + " without computing.",
        "Asks before, if there is a terminal; else --yes must say so."
      },
      footer = {"", "Example:", "  ./entrain state wipe --all --state ./story-state"})
  int wipe(
      @Mixin StateOption state,
      @Option(names = "--results", description = "Delete the database of results.") boolean results,
      @Option(names = "--all", description = "Delete everything, and the folder.") boolean all,
      @Option(names = "--yes", description = "Do not ask.") boolean yes)
      throws IOException {
    StateFolder folder = state.folder();
    if (results == all) {
      throw new ParameterException(
          spec.subcommands().get("wipe"), "Give either --results or --all.");
    }
    Wiping.requireState(folder);
    if (all) {
      Wiping.requireNothingElse(folder);
    }
    if (results && !Files.exists(folder.broker())) {
      throw new Refusal(
          Refusal.fault(
              "--results",
              folder.root().toString(),
              "a state with its topics, to take results from again",
              "a worker's folder",
              "Use --all; a results worker reads what the brokers still have."));
    }
    try (StateLock lock = StateLock.tryHold(folder).orElseThrow(() -> RunCommand.inUse(folder))) {
      if (!yes && !agreed(folder, all)) {
        return ExitCodes.REFUSED;
      }
      Wiping wiping = new Wiping(folder);
      if (all) {
        wiping.all();
      } else {
        wiping.results();
      }
      out().printf("Deleted: %s%n", all ? folder.root() : folder.results());
      out().flush();
      return ExitCodes.DONE;
    }
  }

  private boolean agreed(StateFolder folder, boolean all) {
    @Nullable Console console = System.console();
    if (!context.environment().terminal() || console == null) {
      throw new Refusal(
          Refusal.fault(
              "wipe",
              folder.root().toString(),
              "--yes",
              "nobody to ask",
              "Add --yes to delete it."));
    }
    @Nullable String answer =
        console.readLine("Delete %s? Type yes: ", all ? folder.root() : folder.results());
    return answer != null && answer.strip().equals("yes");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
