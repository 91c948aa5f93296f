package org.entrain.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.Version;
import org.entrain.app.display.FetchDisplay;
import org.entrain.app.run.Closing;
import org.entrain.app.run.Monitors;
import org.entrain.app.run.Worker;
import org.entrain.app.settings.SettingResolver;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateLock;
import org.entrain.encoding.VoxelShare;
import org.entrain.monitoring.Monitor;
import org.entrain.monitoring.MonitorAddress;
import org.entrain.objects.ObjectLocations;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultStores;
import org.entrain.schemas.Topics;
import org.entrain.transport.EventDeliveryException;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.LogContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One stage of the stream against an outside Kafka. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs one stage against Kafka brokers elsewhere, until it is stopped.",
      "All workers and producers of a stream need the same settings; of planner and results"
          + " there is one, of the others as many as wanted, each with its own --state."
    },
    footer = {
      "",
      "Example:",
      "  ./entrain worker embedding --bootstrap-servers kafka:9092 --state /var/lib/entrain"
    })
final class WorkerCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);
  private static final int ID_LENGTH = 8;

  private final CommandContext context;

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions servers = new ServerOptions();
  @Mixin private MonitorOptions monitoring = new MonitorOptions();
  @Mixin private LogOptions logging = new LogOptions();

  @Parameters(
      paramLabel = "STAGE",
      completionCandidates = StageNames.class,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Worker.Kind stage = Worker.Kind.PLANNER;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Named choice of all settings (default: strict).")
  private @Nullable String preset;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; repeatable. Below is the list.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Folder of this worker alone (default: ./entrain-worker-STAGE).")
  private @Nullable Path state;

  @Option(
      names = "--results",
      paramLabel = "URL",
      description =
          "Where the results stage writes: jdbc:postgresql://HOST:PORT/DATABASE, with user and"
              + " password from PGUSER and PGPASSWORD or ~/.pgpass (default: a DuckDB file in its"
              + " --state).")
  private @Nullable String results;

  @Option(
      names = "--voxels",
      paramLabel = "K/N",
      description =
          "Which of N shares of every recording's voxels the encoding stage keeps and fits"
              + " (default: 1/1, all). Workers of every share must run.")
  private String voxels = "1/1";

  @Mixin private CacheOptions cache = new CacheOptions();

  /** Names of stages as users write them. */
  private static final class StageNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Worker.Kind.values()).map(WorkerCommand::name).iterator();
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  WorkerCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (results != null && stage != Worker.Kind.RESULTS) {
      throw new Refusal(
          Refusal.fault(
              "worker " + name(stage),
              "--results",
              "the stage results",
              name(stage),
              "Leave it out."));
    }
    @Nullable MonitorAddress address = monitoring.address();
    Settings settings = SettingResolver.resolve(preset, null, Map.of(), assignments);
    String name = name(stage);
    VoxelShare share = share(settings);
    StateFolder folder =
        new StateFolder(state == null ? Path.of(share.of("entrain-worker-" + name)) : state);
    folder.create();
    try (StateLock lock = RunCommand.take(folder);
        Closing closing = new Closing()) {
      String id = share.of(name) + "-" + UUID.randomUUID().toString().substring(0, ID_LENGTH);
      logging.apply(
          context.logs(), folder.log(), Map.of(LogContext.STAGE, name, LogContext.WORKER, id));
      Topics topics = new Topics(settings.partitions());
      String commit = context.environment().commit();
      Monitor monitor = Monitors.open(address, topics, commit, folder, closing, this::say);
      @Nullable ResultStore store = stage == Worker.Kind.RESULTS ? open(folder, closing) : null;
      KafkaConnection connection =
          servers.connect(settings, topics, context, spec.commandLine().getErr());
      ObjectLocations locations = closing.add(cache.locations(context.environment(), fetching()));
      say("Worker " + id + " runs; Ctrl-C stops it.");
      String version = Version.with(commit);
      new Worker(connection, topics, settings, folder, locations, id, version, store, monitor)
          .run(stage, share, closing);
      return ExitCodes.INTERRUPTED;
    } catch (EventDeliveryException e) {
      throw new Refusal("--bootstrap-servers: " + e.getMessage());
    }
  }

  /** The share of the voxels that is asked for, if the stage and its settings can have one. */
  private VoxelShare share(Settings settings) {
    VoxelShare share;
    try {
      share = VoxelShare.parse(voxels);
    } catch (IllegalArgumentException e) {
      throw voxelsFault("K/N with K from 1 to N, as 2/3", voxels, "Name one of the shares.");
    }
    if (!share.all() && stage != Worker.Kind.ENCODING) {
      throw voxelsFault("the stage encoding", name(stage), "Leave it out.");
    }
    if (!share.all() && settings.encoding().needsAllVoxels()) {
      throw voxelsFault(
          "settings that score each voxel by itself",
          "a penalty, a correction or a classification over several",
          "Leave it out, or set lambda.scope=voxel, permutation.maximum=no and"
              + " classification.draws=0 for the whole stream.");
    }
    return share;
  }

  private Refusal voxelsFault(String expected, String found, String remedy) {
    return new Refusal(Refusal.fault("worker " + name(stage), "--voxels", expected, found, remedy));
  }

  /** To the user; as a line of the log where that takes the same way. */
  private void say(String text) {
    if (logging.console()) {
      LOG.info(text);
    } else {
      spec.commandLine().getErr().println(text);
    }
  }

  private FetchDisplay fetching() {
    return new FetchDisplay(context.environment(), spec.commandLine().getErr(), System::nanoTime);
  }

  private ResultStore open(StateFolder folder, Closing closing) {
    String place = results == null ? folder.results().toString() : results;
    return closing.add(new ResultStores(context.environment().variables()).open(place));
  }

  private static String name(Worker.Kind stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
