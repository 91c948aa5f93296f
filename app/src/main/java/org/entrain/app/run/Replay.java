package org.entrain.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.producers.annotations.AnnotationPublisher;
import org.entrain.producers.annotations.Annotations;
import org.entrain.producers.checkpoints.ActivationPublisher;
import org.entrain.producers.checkpoints.ActivationsFolder;
import org.entrain.producers.checkpoints.CheckpointPublisher;
import org.entrain.producers.dataset.Dataset;
import org.entrain.producers.recordings.RecordingPublisher;
import org.entrain.producers.stimulus.Pace;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.StimulusPublisher;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Plan;
import org.entrain.transport.EventProducer;

/** Publishes what the topics do not have yet: stimulus, recordings, checkpoints, activations. */
public final class Replay {

  /** What names of publications of recordings begin with; the participant follows. */
  static final String RECORDING = "recording ";

  private static final long CLOSING_SECONDS = 10;

  private final Topics topics;
  private final Supplier<EventProducer> producers;
  private final PublishedLedger ledger;
  private final ReplayCount count;
  private final Locations locations;

  /**
   * @param producers makes a producer for each publication: a flush that fails must not be
   *     another's
   * @param locations brings activations here
   */
  Replay(
      Topics topics,
      Supplier<EventProducer> producers,
      PublishedLedger ledger,
      ReplayCount count,
      Locations locations) {
    this.topics = topics;
    this.producers = producers;
    this.ledger = ledger;
    this.count = count;
    this.locations = locations;
  }

  /**
   * Publishes words, clock and volumes. At full speed one after the other, since more threads would
   * only take the models' time; otherwise at once, because they share one clock.
   */
  void dataset(Dataset dataset, List<Inputs.RecordingSize> recordings, Speed speed)
      throws InterruptedException {
    Stimulus stimulus = dataset.stimulus();
    Pace pace = speed.pace(stimulus);
    List<Callable<Void>> publications = new ArrayList<>();
    String stimulusName = name(stimulus);
    long events = stimulus.words().size() + stimulus.clock().size() + stimulus.runs() + 1L;
    if (ledger.has(stimulusName, stimulus.id())) {
      count.published(stimulusName, events);
    } else {
      count.expect(events);
      publications.add(() -> stimulus(stimulusName, stimulus, pace, events));
    }
    for (Inputs.RecordingSize recording : recordings) {
      if (ledger.has(name(recording), recording.published(stimulus.id()))) {
        count.published(name(recording), events(recording));
      } else {
        count.expect(events(recording));
        publications.add(() -> recording(dataset, recording, pace));
      }
    }
    all(publications, speed.paced() ? publications.size() : 1);
  }

  /** Publishes linguistic properties, unless they are there. */
  void annotations(String stimulus, Annotations annotations) throws InterruptedException {
    String name = "annotations " + stimulus;
    long events = annotations.words().size();
    if (ledger.has(name, annotations.id())) {
      count.published(name, events);
      return;
    }
    count.expect(events);
    try (EventProducer sink = producers.get()) {
      new AnnotationPublisher(sink, topics, count.listener(name)).publish(stimulus, annotations);
      ledger.done(sink, name, annotations.id(), events);
    }
  }

  /** Announces checkpoints; those that were announced before are left out. */
  void checkpoints(List<Checkpoint> checkpoints) throws InterruptedException {
    List<Checkpoint> fresh =
        checkpoints.stream().filter(c -> !ledger.has(name(c), c.getIdentity())).toList();
    count.published(
        "checkpoints before " + checkpoints.hashCode(), checkpoints.size() - fresh.size());
    count.expect(fresh.size());
    if (fresh.isEmpty()) {
      return;
    }
    try (EventProducer sink = producers.get()) {
      new CheckpointPublisher(sink, topics, count.listener("checkpoints " + fresh.hashCode()))
          .publish(fresh);
      fresh.forEach(checkpoint -> ledger.done(sink, name(checkpoint), checkpoint.getIdentity(), 1));
    }
  }

  /** Publishes the activations that an announced checkpoint comes with, unless they are there. */
  void activations(Checkpoint checkpoint, Plan plan) throws InterruptedException {
    String name = "activations " + plan.getUnit();
    if (plan.getCause() == null && !ledger.has(name, plan.getUnit())) {
      long events = plan.getWords() - plan.getSkippedWords();
      count.expect(events);
      Location folder = Location.of(checkpoint.getLocation());
      try (LocalCopy copy = locations.folder(folder, ActivationsFolder.FILES);
          EventProducer sink = producers.get()) {
        new ActivationPublisher(sink, topics, count.listener(name))
            .publish(plan, ActivationsFolder.open(copy.path()));
        ledger.done(sink, name, plan.getUnit(), events);
      }
    }
  }

  private Void stimulus(String name, Stimulus stimulus, Pace pace, long events)
      throws InterruptedException {
    try (EventProducer sink = producers.get()) {
      new StimulusPublisher(sink, topics, count.listener(name)).publish(stimulus, pace);
      ledger.done(sink, name, stimulus.id(), events);
    }
    return null;
  }

  private Void recording(Dataset dataset, Inputs.RecordingSize recording, Pace pace)
      throws InterruptedException {
    String content = recording.published(dataset.stimulus().id());
    try (EventProducer sink = producers.get()) {
      new RecordingPublisher(sink, topics, count.listener(name(recording)))
          .publish(
              dataset.recording(recording.participant()),
              dataset.stimulus(),
              dataset.simulated(),
              pace);
      ledger.done(sink, name(recording), content, events(recording));
    }
    return null;
  }

  private static void all(List<Callable<Void>> publications, int threads)
      throws InterruptedException {
    if (publications.isEmpty()) {
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      ExecutorCompletionService<Void> completion = new ExecutorCompletionService<>(executor);
      publications.forEach(completion::submit);
      for (int i = 0; i < publications.size(); i++) {
        completion.take().get();
      }
    } catch (ExecutionException e) {
      throw new WorkFailure("replay failed: " + e.getCause(), e);
    } finally {
      executor.shutdownNow();
      // Those that are told to stop still close their producers, for which the broker must be up.
      executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static long events(Inputs.RecordingSize recording) {
    long bytes = (long) recording.voxels() * Float.BYTES;
    return recording.rows() * ((bytes - 1) / RecordingPublisher.BLOCK_BYTES + 1);
  }

  /** What the publication of a stimulus is called. */
  static String name(Stimulus stimulus) {
    return "stimulus " + stimulus.id();
  }

  private static String name(Inputs.RecordingSize recording) {
    return RECORDING + recording.participant();
  }

  private static String name(Checkpoint checkpoint) {
    return "checkpoint " + checkpoint.getModel() + "@" + checkpoint.getStep();
  }
}
