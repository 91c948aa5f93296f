package org.entrain.app.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.entrain.app.Environment;
import org.entrain.app.ExitCodes;
import org.entrain.app.control.ControlServer;
import org.entrain.app.display.ProgressDisplay;
import org.entrain.app.state.StateFolder;

/**
 * One run from its start to its end: the calling thread watches the stages and draws, until all is
 * scored, a stage fails, or the process is told to stop.
 */
public final class Session {

  private static final long WATCH_MS = 100;

  private final StateFolder folder;
  private final Inputs inputs;
  private final RunOptions options;
  private final ProgressDisplay display;
  private final PrintWriter out;
  private final StopSignal stop = new StopSignal();

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
    display.say("Starting broker and stages …");
    Stream stream = closing.add(new Stream(folder, inputs, options.port()));
    LiveRun run = new LiveRun(folder, stream, inputs, options.speed());
    StageSet publishers = closing.add(new StageSet(run.publishers()));
    publishers.start();
    try {
      closing.add(new ControlServer(folder, run));
    } catch (IOException e) {
      throw new WorkFailure("the control server does not start: " + e, e);
    }
    int code = watch(stream, publishers, run);
    DeadLetterFile.write(folder, DeadLetterCount.of(stream.connection(), stream.topics()));
    return code;
  }

  private int watch(Stream stream, StageSet publishers, LiveRun run) {
    boolean reported = false;
    while (!stop.within(WATCH_MS)) {
      Optional<WorkFailure> failure = stream.stages().failure().or(publishers::failure);
      if (failure.isPresent()) {
        throw failure.get();
      }
      Fits fits = run.fits();
      if (!fits.complete()) {
        reported = false;
        display.show(run.lines(fits));
      } else if (!reported) {
        reported = true;
        display.finish(run.lines(fits));
        report(stream, run, fits);
        if (options.once()) {
          return fits.failed() > 0 ? ExitCodes.FAILED : ExitCodes.DONE;
        }
        display.say(
            "Up and waiting: `./entrain add DIR --state %s` adds checkpoints, Ctrl-C stops."
                .formatted(folder.root()));
      }
    }
    display.say("Stopping; what is done is kept: the same command goes on from here.");
    return ExitCodes.INTERRUPTED;
  }

  private void report(Stream stream, LiveRun run, Fits fits) {
    out.println();
    out.print(SummaryText.of(stream.results().queries(), true));
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
    if (fits.failed() > 0) {
      out.printf("`./entrain status --state %s` says what failed and why.%n", folder.root());
    }
    out.printf(
        "Results: %s; as CSV: ./entrain results --csv scores.csv --state %s%n",
        folder.results(), folder.root());
    out.flush();
  }
}
