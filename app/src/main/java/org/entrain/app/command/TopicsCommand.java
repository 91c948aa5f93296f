package org.entrain.app.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.display.TextTable;
import org.entrain.app.run.WorkFailure;
import org.entrain.schemas.TopicConfigs;
import org.entrain.schemas.Topics;
import org.entrain.transport.EventDeliveryException;
import org.entrain.transport.TopicAdmin;
import org.entrain.transport.TopicFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Topics of the stream on brokers elsewhere. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "create|check",
    description = "Makes the stream's topics on Kafka brokers, or checks those that are there.",
    footer = {
      "",
      "Examples:",
      "  ./entrain topics create --bootstrap-servers kafka:9092 --set partitions=8",
      "  ./entrain topics check --bootstrap-servers kafka:9092 --set partitions=8",
      "  ./entrain topics check --state ./entrain-state",
      "",
      "Exit codes: 0 as it should be, 1 the brokers do not answer, 2 refused or faults found."
    })
final class TopicsCommand implements Runnable {

  private static final int USUAL_REPLICATION = 3;

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  TopicsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to do: create or check.");
  }

  /** Options of both. */
  static final class Wanted {

    @Mixin private BrokerOptions brokers = new BrokerOptions();

    @Option(
        names = "--replication",
        paramLabel = "N",
        description = "Replicas of every topic (default: 3; 1 with --state).")
    private @Nullable Short replication;

    int replication() {
      int usual = brokers.embedded() ? 1 : USUAL_REPLICATION;
      return ServerOptions.replicas(replication == null ? usual : replication);
    }

    Topics topics() {
      return new Topics(brokers.settings().partitions());
    }
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Makes topics and their dead letters that are missing; what is there is left as it is.",
        "Records of three replicas count as written once two brokers have them."
      })
  int create(@Mixin Wanted wanted) {
    int replication = wanted.replication();
    Topics topics = wanted.topics();
    return asking(
        wanted.brokers,
        admin -> {
          TopicAdmin.Created created = admin.create(topics, replication);
          PrintWriter out = spec.commandLine().getOut();
          created.made().forEach(name -> out.println("made " + name));
          out.printf(
              "%d made, %d there before; %d replicas, of which %d must have a record.%n",
              created.made().size(),
              2 * topics.all().size() - created.made().size(),
              created.replication(),
              TopicConfigs.minInSync(created.replication()));
          if (created.replication() < replication) {
            out.println("Some of those there before have fewer: see `entrain topics check`.");
          }
          out.flush();
          return ExitCodes.DONE;
        });
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description =
          "Compares topics and brokers with what the stream needs, and says what to do about each"
              + " difference.")
  int check(@Mixin Wanted wanted) {
    int replication = wanted.replication();
    Topics topics = wanted.topics();
    return asking(wanted.brokers, admin -> report(admin.check(topics, replication), topics));
  }

  private int report(List<TopicFault> faults, Topics topics) {
    PrintWriter out = spec.commandLine().getOut();
    if (faults.isEmpty()) {
      out.printf("%d topics are as they should be.%n", 2 * topics.all().size());
      out.flush();
      return ExitCodes.DONE;
    }
    TextTable table = new TextTable("topic", "what", "expected", "found", "what to do");
    faults.forEach(
        fault ->
            table.row(
                fault.topic(), fault.field(), fault.expected(), fault.found(), fault.remedy()));
    out.print(table);
    out.printf("%d faults.%n", faults.size());
    out.flush();
    return ExitCodes.REFUSED;
  }

  /** What to ask the brokers. */
  @FunctionalInterface
  private interface Question {
    int ask(TopicAdmin admin);
  }

  private int asking(BrokerOptions brokers, Question question) {
    try (TopicAdmin admin = new TopicAdmin(brokers.connect(context, spec.commandLine().getErr()))) {
      return question.ask(admin);
    } catch (EventDeliveryException e) {
      String message = "--bootstrap-servers: " + e.getMessage();
      if (e.getCause() instanceof ExecutionException cause
          && !(cause.getCause() instanceof TimeoutException)) {
        throw new Refusal(message);
      }
      throw new WorkFailure(message, e);
    }
  }
}
