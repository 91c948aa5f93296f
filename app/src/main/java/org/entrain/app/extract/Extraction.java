package org.entrain.app.extract;

import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.entrain.app.Environment;
import org.entrain.app.ExitCodes;
import org.entrain.app.Logs;
import org.entrain.app.display.ProgressDisplay;
import org.entrain.app.run.Closing;
import org.entrain.app.run.Engine;
import org.entrain.app.run.StopSignal;
import org.entrain.app.run.WorkFailure;
import org.entrain.models.text.PassageReader;

/**
 * One extraction from its start to its end: the calling thread draws and looks for the signal to
 * stop, another one works through the checkpoints.
 */
public final class Extraction {

  private static final long WATCH_MS = 100;
  private static final long PATIENCE_MS = 20_000;

  /** What is done sooner needs no display. */
  private static final double SHORT_SECONDS = 2;

  private final ExtractInputs inputs;
  private final Logs logs;
  private final ProgressDisplay display;
  private final PrintWriter out;
  private final ExtractProgress progress;
  private final StopSignal stop = new StopSignal();

  /**
   * @param out where the summary goes
   * @param err where progress goes
   */
  public Extraction(
      ExtractInputs inputs, Environment environment, Logs logs, PrintWriter out, PrintWriter err) {
    this(inputs, environment, logs, out, err, new ExtractProgress(inputs.targets().size()));
  }

  Extraction(
      ExtractInputs inputs,
      Environment environment,
      Logs logs,
      PrintWriter out,
      PrintWriter err,
      ExtractProgress progress) {
    this.inputs = inputs;
    this.logs = logs;
    this.out = out;
    display = new ProgressDisplay(environment, err);
    this.progress = progress;
  }

  /**
   * Extracts.
   *
   * @return exit code of the process
   * @throws WorkFailure if results cannot be written
   */
  public int run() {
    try (OutputFolder folder = OutputFolder.take(inputs.out())) {
      logs.to(OutputFolder.log(inputs.out()));
      return stop.during(this::watch);
    }
  }

  /** Tells it to end; what is half-done is removed, and {@link ExitCodes#INTERRUPTED} returned. */
  public void stop() {
    stop.stop();
  }

  private int watch(Closing closing) {
    FutureTask<ExtractOutcome> work = new FutureTask<>(this::work);
    Thread worker = new Thread(work, "extract");
    worker.setDaemon(true);
    worker.start();
    while (worker.isAlive()) {
      if (stop.within(WATCH_MS)) {
        return stopped(worker);
      }
      progress.messages().forEach(display::say);
      if (display.seconds() > SHORT_SECONDS && worker.isAlive()) {
        display.show(progress::lines);
      }
    }
    progress.messages().forEach(display::say);
    return report(work);
  }

  private int stopped(Thread worker) {
    worker.interrupt();
    try {
      worker.join(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    progress.messages().forEach(display::say);
    display.say("Stopped; what is finished is kept: the same command goes on from here.");
    return ExitCodes.INTERRUPTED;
  }

  /** Owns the engine, so that its native memory goes only when no pass runs any more. */
  private ExtractOutcome work() {
    int threads = inputs.settings().threads();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads,
            pass -> {
              Thread thread = new Thread(pass, "extract-pass");
              thread.setDaemon(true);
              return thread;
            });
    try (Engine engine = new Engine(inputs.settings().modelMemory())) {
      Finished finished = new Finished(inputs);
      CheckpointExtraction extraction =
          new CheckpointExtraction(
              inputs,
              engine,
              new PassageReader(inputs.settings().batch(), threads, executor),
              progress);
      return new Extractor(inputs, finished, extraction, progress).all();
    } finally {
      executor.shutdown();
    }
  }

  private int report(FutureTask<ExtractOutcome> work) {
    try {
      ExtractOutcome outcome = work.get();
      out.printf("%s. Written to %s%n", outcome, inputs.out());
      out.flush();
      return outcome.exitCode();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutputException failure) {
        throw new WorkFailure(String.valueOf(failure.getMessage()), failure);
      }
      throw new WorkFailure("the extraction failed: " + e.getCause(), e);
    } catch (CancellationException | InterruptedException e) {
      throw new WorkFailure("interrupted", e);
    }
  }
}
