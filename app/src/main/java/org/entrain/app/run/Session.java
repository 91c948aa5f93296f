package org.entrain.app.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.entrain.app.Environment;
import org.entrain.app.ExitCodes;
import org.entrain.app.Version;
import org.entrain.app.control.ControlServer;
import org.entrain.app.control.Token;
import org.entrain.app.display.ProgressDisplay;
import org.entrain.app.state.StateFolder;
import org.entrain.common.InvalidInputException;
import org.entrain.dashboard.Dashboard;
import org.entrain.dashboard.DashboardOptions;
import org.entrain.monitoring.Monitor;
import org.entrain.results.Selection;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run from its start to its end: the calling thread watches the stages and draws, until all is
 * scored, a stage fails, or the process is told to stop.
 */
public final class Session {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** Progress and the end of all work show so much later at most. */
  private static final long WATCH_MS = 500;

  /** New work shows so much later at most. */
  private static final long IDLE_MS = 1_000;

  private static final long LETTERS_EVERY_NS = 10_000_000_000L;

  private final StateFolder folder;
  private final Inputs inputs;
  private final RunOptions options;
  private final ProgressDisplay display;
  private final String version;
  private final String commit;
  private final PrintWriter out;
  private final StopSignal stop = new StopSignal();
  private @Nullable Map<String, Long> kept;

  /**
   * @param out where results go
   * @param err where progress goes
   */
  public Session(
      StateFolder folder,
      Inputs inputs,
      RunOptions options,
      Environment environment,
      PrintWriter out,
      PrintWriter err) {
    this.folder = folder;
    this.inputs = inputs;
    this.options = options;
    this.out = out;
    commit = environment.commit();
    version = Version.with(commit);
    display = new ProgressDisplay(environment, err);
  }

  /**
   * Runs.
   *
   * @return exit code of the process
   * @throws WorkFailure if a stage fails
   */
  public int run() {
    return stop.during(this::work);
  }

  /** Tells the run to end; it closes everything and returns {@link ExitCodes#INTERRUPTED}. */
  public void stop() {
    stop.stop();
  }

  private int work(Closing closing) {
    Topics topics = new Topics(inputs.settings().partitions());
    Monitor monitor =
        Monitors.open(options.monitor(), topics, commit, folder, closing, display::say);
    display.say("Starting broker and stages …");
    Stream stream = closing.add(new Stream(folder, inputs, options.port(), version, monitor));
    LiveRun run = closing.add(new LiveRun(folder, stream, inputs, options.speed()));
    StageSet publishers = closing.add(new StageSet(run.publishers()));
    publishers.start();
    serve(closing, stream, run);
    try {
      closing.add(new ControlServer(folder, run));
    } catch (IOException e) {
      throw new WorkFailure("the control server does not start: " + e, e);
    }
    try {
      return watch(stream, publishers, run);
    } finally {
      keepDeadLetters(run);
    }
  }

  /** The page, unless none is wanted. */
  private void serve(Closing closing, Stream stream, LiveRun run) {
    @Nullable PageAddress page = options.page();
    if (page == null) {
      return;
    }
    String token = Token.make();
    Dashboard dashboard =
        closing.add(
            new Dashboard(
                new DashboardOptions(page.host(), page.port(), !page.chosen(), token, version),
                new LivePage(folder, run, stream, inputs, options.allowed(), display::seconds),
                stream.results().queries(),
                stream.connection(),
                stream.topics()));
    display.say("Page: %s#token=%s".formatted(dashboard.address(), token));
  }

  /** For `status` later; a run that fails for another reason fails for that reason. */
  private void keepDeadLetters(LiveRun run) {
    try {
      Map<String, Long> counts = run.deadLetters();
      if (!counts.equals(kept)) {
        DeadLetterFile.write(folder, counts);
        kept = counts;
      }
    } catch (WorkFailure | InvalidInputException e) {
      LOG.warn("dead letters are not counted", e);
    }
  }

  private int watch(Stream stream, StageSet publishers, LiveRun run) {
    boolean reported = false;
    long letters = System.nanoTime() - LETTERS_EVERY_NS;
    while (!stop.within(reported ? IDLE_MS : WATCH_MS)) {
      Optional<WorkFailure> failure = stream.stages().failure().or(publishers::failure);
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (System.nanoTime() - letters >= LETTERS_EVERY_NS) {
        letters = System.nanoTime();
        keepDeadLetters(run);
      }
      Fits fits = run.fits();
      Fits properties = run.properties();
      if (!fits.complete() || !properties.complete()) {
        reported = false;
        display.show(() -> run.lines(fits, properties));
      } else if (!reported && stream.beside().all()) {
        reported = true;
        display.finish(run.lines(fits, properties));
        report(stream, run, fits, properties);
        if (options.once()) {
          return fits.failed() + properties.failed() > 0 || !inputs.refused().isEmpty()
              ? ExitCodes.FAILED
              : ExitCodes.DONE;
        }
        display.say(
            "Up and waiting: `./entrain add DIR --state %s` adds checkpoints, Ctrl-C stops."
                .formatted(folder.root()));
      }
    }
    display.say("Stopping; what is done is kept: the same command goes on from here.");
    return ExitCodes.INTERRUPTED;
  }

  private void report(Stream stream, LiveRun run, Fits fits, Fits properties) {
    out.println();
    out.print(SummaryText.of(stream.results().queries(), Selection.of(true)));
    out.println();
    WorkTime work = run.work();
    out.printf(
        Locale.ROOT,
        "%,d fits scored, %,d failed. %.1f s in all; forward passes took %.1f s, fits %.1f s.%n",
        fits.scored(),
        fits.failed(),
        display.seconds(),
        work.models(),
        work.fits());
    if (properties.expected() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d properties of layers removed and probed, %,d failed; that took %.1f s.%n",
          properties.scored(),
          properties.failed(),
          work.properties());
    }
    if (fits.paused() + fits.cancelled() > 0) {
      out.printf(
          "Not waited for: %,d fits paused, %,d cancelled; `./entrain resume` goes on with them.%n%s",
          fits.paused(), fits.cancelled(), run.steered());
    }
    if (fits.failed() + properties.failed() > 0) {
      out.printf("`./entrain status --state %s` says what failed and why.%n", folder.root());
    }
    if (!inputs.refused().isEmpty()) {
      out.printf("Checkpoints refused and not scored: %,d%n", inputs.refused().size());
      inputs.refused().forEach(out::println);
    }
    out.printf(
        "Results: %s; as CSV: ./entrain results --csv scores.csv --state %s%n",
        folder.results(), folder.root());
    out.flush();
  }
}
