package org.entrain.app.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import org.entrain.app.display.Rates;
import org.entrain.app.display.StageLine;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.common.InvalidInputException;
import org.entrain.common.ObjectUrl;
import org.entrain.dashboard.LiveStream;
import org.entrain.dashboard.StreamView;
import org.entrain.dashboard.StreamView.StageView;
import org.entrain.dashboard.StreamView.WorkView;
import org.entrain.results.Comparison;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page sees of a run. */
final class LivePage implements LiveStream {

  private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
  private static final double LETTERS_SECONDS = 2;

  private final StateFolder folder;
  private final LiveRun run;
  private final Stream stream;
  private final Inputs inputs;
  private final List<Path> allowed;
  private final DoubleSupplier seconds;
  private final Rates rates = new Rates();
  private Map<String, Long> letters = Map.of();
  private double lettersAt = Double.NEGATIVE_INFINITY;

  /**
   * @param folder the run's state
   * @param allowed folders that checkpoints may be named in beside those of the state, absolute
   * @param seconds time since the run began, s
   */
  LivePage(
      StateFolder folder,
      LiveRun run,
      Stream stream,
      Inputs inputs,
      List<Path> allowed,
      DoubleSupplier seconds) {
    this.folder = folder;
    this.run = run;
    this.stream = stream;
    this.inputs = inputs;
    List<Path> folders = new ArrayList<>(allowed);
    inputs.state().places().forEach(place -> folders.add(parent(Path.of(place.path()))));
    this.allowed = folders.stream().distinct().toList();
    this.seconds = seconds;
  }

  @Override
  public synchronized StreamView view() {
    double now = seconds.getAsDouble();
    if (now - lettersAt >= LETTERS_SECONDS) {
      try {
        letters = run.deadLetters();
      } catch (WorkFailure e) {
        LOG.warn("dead letters are not counted this time", e);
      }
      lettersAt = seconds.getAsDouble();
    }
    Fits fits = run.fits();
    Fits properties = run.properties();
    List<StageView> stages = new ArrayList<>();
    for (StageLine line : run.lines(fits, properties)) {
      stages.add(stage(line, rates.take(line.name(), now, line.done())));
    }
    List<WorkView> work =
        run.progress().stream()
            .filter(state -> state.getState() == WorkState.RUNNING)
            .map(LivePage::work)
            .toList();
    return new StreamView(
        inputs.dataset().name(),
        inputs.dataset().simulated(),
        true,
        fits.complete() && properties.complete(),
        Math.floor(now),
        stages,
        work,
        run.reading(),
        letters);
  }

  @Override
  public long commits() {
    return stream.commits();
  }

  @Override
  public String add(String path) {
    Source source = Source.parse(Source.Kind.MODELS, path);
    if (ObjectUrl.is(source.path())) {
      // Whoever can open the page must not make this process ask stores as the one who started it.
      throw new InvalidInputException(
          source.path(),
          "folder",
          "a folder of this machine",
          "an object store",
          "Add it by `entrain add` on this machine.");
    }
    AllowedFolders.require(allowed, Path.of(source.path()), "add it by `entrain add`");
    return run.add(List.of(Source.named(path, inputs.locations())));
  }

  @Override
  public Comparison compare(String state) {
    return OtherState.compare(
        stream.results().queries(), folder.results(), new StateFolder(Path.of(state)), allowed);
  }

  @Override
  public Map<String, String> facts() {
    return Facts.of(stream.results().queries());
  }

  private static Path parent(Path folder) {
    @Nullable Path parent = folder.getParent();
    return parent == null ? folder : parent;
  }

  private static StageView stage(StageLine line, OptionalDouble rate) {
    @Nullable Double perSecond = rate.isPresent() ? rate.getAsDouble() : null;
    boolean open = perSecond != null && line.expected() > line.done();
    return new StageView(
        line.name(),
        line.unit(),
        line.done(),
        line.expected(),
        line.failed(),
        line.complete() ? null : perSecond,
        open ? (line.expected() - line.done()) / rate.getAsDouble() : null,
        line.note(),
        null);
  }

  private static WorkView work(Progress state) {
    return new WorkView(
        state.getStage(),
        state.getName(),
        state.getPart(),
        state.getDone(),
        state.getExpected(),
        state.getRate(),
        state.getSecondsLeft());
  }
}
