package org.entrain.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entrain.app.display.StageLine;
import org.entrain.planner.PlannerSettings;
import org.entrain.producers.annotations.Annotations;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Stage;
import org.entrain.transport.StageThread;
import org.jspecify.annotations.Nullable;

/** What publishes beside the stages: the dataset once, and checkpoints as they are announced. */
final class Publishing {

  private static final long QUEUE_MS = 200;

  private final StreamTracker tracker;
  private final Inputs inputs;
  private final PublishedLedger ledger;
  private final Replay replay;
  private final ReplayCount count = new ReplayCount();
  private final BlockingQueue<List<Checkpoint>> toAnnounce = new LinkedBlockingQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  Publishing(KafkaConnection connection, Topics topics, StreamTracker tracker, Inputs inputs) {
    this.tracker = tracker;
    this.inputs = inputs;
    ledger = new PublishedLedger(connection, topics);
    replay =
        new Replay(
            topics,
            () -> new EventProducer(connection, "entrain-replay"),
            ledger,
            count,
            inputs.locations());
  }

  /** The threads that publish. */
  List<Stage> stages(Speed speed) {
    open.incrementAndGet();
    StageThread dataset =
        new StageThread(
            "replay",
            signal -> {
              @Nullable Annotations annotations = inputs.annotations();
              if (annotations != null) {
                replay.annotations(inputs.dataset().stimulus().id(), annotations);
              }
              replay.dataset(inputs.dataset(), inputs.recordings(), speed);
              open.decrementAndGet();
            });
    return List.of(dataset, new StageThread("announcements", this::announceAll));
  }

  /** Hands checkpoints over to be announced. */
  void announce(List<Checkpoint> checkpoints) {
    open.incrementAndGet();
    toAnnounce.add(checkpoints);
  }

  /** Whether everything handed over is published. */
  boolean idle() {
    return open.get() == 0;
  }

  /** How far it is. */
  StageLine line() {
    return count.line();
  }

  /** Events of a topic of the stimulus that this run has sent. */
  long sent(Topic<?> topic) {
    return count.sent(Replay.name(inputs.dataset().stimulus()), topic);
  }

  /** Time of the work that earlier runs did. */
  WorkTime before() {
    return ledger.before();
  }

  private void announceAll(StageThread.Signal signal) throws InterruptedException {
    List<Checkpoint> unplanned = new ArrayList<>();
    while (!signal.stopped()) {
      @Nullable List<Checkpoint> next = toAnnounce.poll(QUEUE_MS, TimeUnit.MILLISECONDS);
      if (next != null) {
        replay.checkpoints(next);
        List<Checkpoint> activations =
            next.stream().filter(c -> c.getKind() == SourceKind.ACTIVATIONS).toList();
        unplanned.addAll(activations);
        open.addAndGet(activations.size() - 1);
      }
      // Activations are published under their unit, which the planner names.
      for (Checkpoint checkpoint : List.copyOf(unplanned)) {
        List<Plan> plans = plans(checkpoint);
        if (!plans.isEmpty()) {
          for (Plan plan : plans) {
            replay.activations(checkpoint, plan);
          }
          unplanned.remove(checkpoint);
          open.decrementAndGet();
        }
      }
    }
  }

  /**
   * Plans that together have all layers asked for; none as long as one is missing. Brokers
   * elsewhere may hold plans of the same weights for other stimuli and settings.
   */
  private List<Plan> plans(Checkpoint checkpoint) {
    PlannerSettings settings = inputs.settings().planner();
    String stimulus = inputs.dataset().stimulus().id();
    List<Plan> plans =
        tracker.plans(checkpoint.getIdentity()).stream()
            .filter(plan -> plan.getStimulus().equals(stimulus) && settings.made(plan))
            .toList();
    List<Integer> wanted =
        settings.layers().isEmpty()
            ? IntStream.range(0, checkpoint.getLayers()).boxed().toList()
            : settings.layers();
    Set<Integer> planned =
        plans.stream().flatMap(plan -> plan.getLayers().stream()).collect(Collectors.toSet());
    return planned.containsAll(wanted) ? plans : List.of();
  }
}
