package org.entrain.app.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.entrain.app.Refusal;
import org.entrain.app.control.Export;
import org.entrain.app.control.RunningSession;
import org.entrain.app.display.StageLine;
import org.entrain.app.state.Place;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.app.state.SteeredState;
import org.entrain.app.state.StoredState;
import org.entrain.app.steering.Change;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.app.steering.SteeringText;
import org.entrain.dashboard.Report;
import org.entrain.dashboard.StreamView.WordView;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.Word;
import org.entrain.results.ProbeScore;
import org.entrain.results.ProvenanceText;
import org.entrain.results.Selection;
import org.entrain.results.Summary;
import org.entrain.results.outputs.OutputProgress;
import org.entrain.results.outputs.OutputRequest;
import org.entrain.results.outputs.Outputs;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.LetterReader;
import org.entrain.transport.Stage;
import org.jspecify.annotations.Nullable;

/** A stream at work: what has been announced to it, how far it is, and what commands ask of it. */
final class LiveRun implements RunningSession, AutoCloseable {

  private static final int WORDS_BEFORE = 12;
  private static final String PUBLISHERS = "producers";

  private final Stream stream;
  private final Inputs inputs;
  private final Speed speed;
  private final StateStore store;
  private final Completion completion;
  private final Publishing publishing;
  private final SteeringDesk steering;
  private final LetterReader deadLetters;

  private StoredState state;
  private Summary summary;
  private List<ProbeScore> probes;
  private long readFindings = -1;

  LiveRun(StateFolder folder, Stream stream, Inputs inputs, Speed speed) {
    this.stream = stream;
    this.inputs = inputs;
    this.speed = speed;
    store = new StateStore(folder);
    state = inputs.state();
    summary = stream.results().queries().summary();
    probes = stream.results().queries().probes();
    steering = new SteeringDesk(stream.connection(), stream.topics(), System::currentTimeMillis);
    steering.tell(state);
    steering.readmit(inputs.checkpoints(), inputs.participants());
    completion =
        new Completion(
            stream.tracker(),
            inputs.participants(),
            inputs.properties(),
            inputs.settings().layers(),
            steering.board());
    List<Checkpoint> first = new ArrayList<>(inputs.checkpoints());
    first.addAll(Baselines.of(inputs.checkpoints(), inputs.settings()));
    publishing =
        new Publishing(stream.connection(PUBLISHERS), stream.topics(), stream.tracker(), inputs);
    announce(first);
    deadLetters = new LetterReader(stream.connection(), stream.topics(), "entrain-dead-letters");
  }

  /** What publishes, to be started. */
  List<Stage> publishers() {
    return publishing.stages(speed);
  }

  /** How far the run is. */
  synchronized Fits fits() {
    steering.poll();
    return completion.count(summary());
  }

  /** How far removals and probes are. */
  synchronized Fits properties() {
    read();
    return completion.countProperties(probes);
  }

  /** The latest committed summary. */
  synchronized Summary summary() {
    read();
    return summary;
  }

  /** Asks the database again only when what it answers may have changed. */
  private void read() {
    long findings = stream.findings();
    if (findings != readFindings) {
      summary = stream.results().queries().summary();
      if (!inputs.properties().isEmpty()) {
        probes = stream.results().queries().probes();
      }
      readFindings = findings;
    }
  }

  /** Lines of the display. */
  List<StageLine> lines(Fits fits, Fits properties) {
    return StageLines.of(
        publishing.line(), stream.tracker().progress(), completion.windows(), fits, properties);
  }

  /** What workers told last. */
  List<Progress> progress() {
    return stream.tracker().progress();
  }

  /** The word that is being published; null unless replay keeps a pace and is at it. */
  @Nullable WordView reading() {
    Stimulus stimulus = inputs.dataset().stimulus();
    long words = publishing.sent(stream.topics().words());
    if (!speed.paced() || words == 0 || words >= stimulus.words().size()) {
      return null;
    }
    int index = (int) words - 1;
    Word word = stimulus.words().get(index);
    return new WordView(
        word.text(),
        word.run(),
        index,
        stimulus.words().size(),
        publishing.sent(stream.topics().clock()),
        stimulus.clock().size(),
        stimulus.words().subList(Math.max(0, index - WORDS_BEFORE), index).stream()
            .map(Word::text)
            .collect(Collectors.joining(" ")));
  }

  /** Time of the work that this run has done. */
  WorkTime work() {
    return WorkTime.of(stream.tracker().progress()).since(publishing.before());
  }

  /** Checkpoints are read before anybody has to wait: that may take long. */
  @Override
  public String add(List<Source> sources) {
    List<Place> places = CheckpointCheck.find(sources, inputs.locations());
    List<Checkpoint> found =
        new CheckpointCheck(
                inputs.dataset().stimulus(),
                inputs.settings().context().tokens(),
                inputs.locations(),
                CheckpointCheck.Report.NONE)
            .each(places)
            .requireAll();
    CheckpointCheck.requireLayers(found, inputs.settings().layers());
    return announceNew(places, found);
  }

  private synchronized String announceNew(List<Place> places, List<Checkpoint> found) {
    List<Checkpoint> fresh = new ArrayList<>();
    List<Place> freshPlaces = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Checkpoint checkpoint = found.get(i); // of places.get(i)
      @Nullable Checkpoint known = completion.announced(Completion.name(checkpoint)).orElse(null);
      if (known == null) {
        fresh.add(checkpoint);
        freshPlaces.add(places.get(i));
      } else if (!known.getIdentity().equals(checkpoint.getIdentity())) {
        throw twice(checkpoint, known);
      }
    }
    if (fresh.isEmpty()) {
      return "Nothing new: all %d are announced already.\n".formatted(found.size());
    }
    // A second folder of what is announced would make the state name one checkpoint twice; one of
    // what was left out as damaged takes its place.
    StoredState next = state.with(freshPlaces, state.recordings());
    store.write(next);
    state = next;
    steering.readmit(fresh, List.of());
    announce(fresh);
    return "Announced: %s.\n"
        .formatted(fresh.stream().map(Completion::name).collect(Collectors.joining(", ")));
  }

  @Override
  public synchronized String steer(SteeringRequest request) {
    SteeredState after = SteeredState.of(state, request);
    // First, and whatever the state says: what could not be told is told when it is asked for
    // again.
    steering.tell(after.wanted());
    if (!after.changes().isEmpty()) {
      store.write(after.state());
      state = after.state();
      for (Change change : after.changes()) {
        if (change.state() == WantedState.REMOVED) {
          completion.forget(change.target(), change.name());
        }
      }
    }
    return after.text();
  }

  /** What is paused and cancelled, a line each; empty if nothing is. */
  String steered() {
    Map<String, String> wanted = new HashMap<>();
    steering.board().all().forEach((key, record) -> wanted.put(key, record.getState().name()));
    return SteeringText.of(wanted);
  }

  @Override
  public void results(Selection selection, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    stream.results().queries().exportCsv(writer, selection);
    writer.flush();
  }

  @Override
  public void export(Export what, Selection selection, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    what.write(stream.results().queries(), selection, writer);
    writer.flush();
  }

  @Override
  public String outputs(OutputRequest request, OutputProgress progress) throws IOException {
    return Outputs.write(stream.results().queries(), request, inputs.dataset()::voxels, progress);
  }

  @Override
  public String summary(Selection selection) {
    return SummaryText.of(stream.results().queries(), selection);
  }

  @Override
  public String provenance(String row) {
    return ProvenanceText.of(stream.results().queries().provenance(row));
  }

  @Override
  public void report(OutputStream out) throws IOException {
    new Report(stream.results().queries(), Facts.of(stream.results().queries())).write(out);
  }

  @Override
  public String broker() {
    return stream.connection().bootstrapServers();
  }

  @Override
  public String status() {
    return "Running, process %d, broker %s.\n"
            .formatted(ProcessHandle.current().pid(), stream.connection().bootstrapServers())
        + UnderWay.text(stream.tracker().progress(), completion.windows())
        + steered()
        + StatusText.of(stream.results().queries().accounting(), deadLetters());
  }

  /**
   * Dead letters that wait as of now, by topic.
   *
   * @throws WorkFailure if the broker does not say
   */
  Map<String, Long> deadLetters() {
    try {
      return deadLetters.waiting();
    } catch (KafkaException e) {
      throw new WorkFailure("the broker does not say how many dead letters there are: " + e, e);
    }
  }

  private void announce(List<Checkpoint> checkpoints) {
    completion.expect(checkpoints);
    publishing.announce(checkpoints);
  }

  @Override
  public void close() {
    deadLetters.close();
    steering.close();
  }

  private static Refusal twice(Checkpoint checkpoint, Checkpoint known) {
    return new Refusal(
        Refusal.fault(
            checkpoint.getLocation(),
            Completion.name(checkpoint),
            "the weights announced before, of " + known.getLocation(),
            "other weights",
            "Give the model another name by NAME=DIR."));
  }
}
