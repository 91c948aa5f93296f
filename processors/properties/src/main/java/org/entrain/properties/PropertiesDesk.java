package org.entrain.properties;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.gathering.Desk;
import org.entrain.gathering.Gather;
import org.entrain.gathering.Gathers;
import org.entrain.gathering.InputRow;
import org.entrain.gathering.Job;
import org.entrain.gathering.Ungathered;
import org.entrain.properties.AnnotationStore.PropertyLabels;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Annotation;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Steering;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.SteeringBoard;
import org.jspecify.annotations.Nullable;

/** Decides which layer's properties are next. */
final class PropertiesDesk implements Desk {

  private static final int PLAN_TELLS = -1;

  private final Topics topics;
  private final BroadcastReader reader;
  private final AnnotationStore annotations;
  private final PropertyLedger ledger;
  private final DueProperties due;
  private final SteeringBoard board;
  private final Gathers gathers;
  private final DeadLetters deadLetters;
  private final Function<PropertyWork, Job> jobs;

  /** What was rewound for already, so that rows that are gone are not looked for without end. */
  private final Set<String> asked = new HashSet<>();

  private boolean changed;

  /**
   * @param reader reads annotations, plans, progress, and what the board is kept by
   * @param jobs makes the job of a piece of work
   */
  PropertiesDesk(
      Topics topics,
      BroadcastReader reader,
      AnnotationStore annotations,
      PropertyLedger ledger,
      DueProperties due,
      SteeringBoard board,
      Gathers gathers,
      DeadLetters deadLetters,
      Function<PropertyWork, Job> jobs) {
    this.topics = topics;
    this.reader = reader;
    this.annotations = annotations;
    this.ledger = ledger;
    this.due = due;
    this.board = board;
    this.gathers = gathers;
    this.deadLetters = deadLetters;
    this.jobs = jobs;
  }

  @Override
  public void open() {
    reader.readToEnd(this::take);
  }

  @Override
  public boolean listen() {
    return reader.poll(this::take);
  }

  private void take(ConsumerRecord<byte[], byte[]> message) {
    try {
      if (message.topic().equals(topics.annotations().name())) {
        Annotation annotation = deadLetters.decode(topics.annotations(), message);
        changed |= annotation != null && annotations.accept(annotation);
      } else if (message.topic().equals(topics.plans().name())) {
        Plan plan = deadLetters.decode(topics.plans(), message);
        if (plan != null) {
          due.accept(plan);
          changed = true;
        }
      } else if (message.topic().equals(topics.checkpoints().name())) {
        // A removed key says nothing that matters here.
        Checkpoint checkpoint =
            message.value() == null ? null : deadLetters.decode(topics.checkpoints(), message);
        changed |= checkpoint != null && board.accept(checkpoint);
      } else if (message.topic().equals(topics.steering().name())) {
        Steering steering = deadLetters.decode(topics.steering(), message);
        changed |= steering != null && board.accept(steering);
      } else {
        Progress progress = deadLetters.decode(topics.progress(), message);
        changed |= progress != null && ledger.accept(progress);
      }
    } catch (IllegalArgumentException e) {
      deadLetters.bury(message, e);
    }
  }

  @Override
  public boolean changed() {
    boolean answer = changed;
    changed = false;
    return answer;
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> message) {
    Activation word = deadLetters.decode(topics.activations(), message);
    // Which words are skipped is known from the plan.
    if (word != null && word.getSkipped() == null) {
      InputRow row =
          new InputRow(
              word.getUnit(),
              word.getUnit(),
              word.getModel(),
              word.getStep(),
              word.getWord(),
              PLAN_TELLS,
              List.of(),
              word.getVectors());
      gathers.accept(row, message.partition(), message.offset(), any -> due.wanted(any.unit()));
    }
  }

  @Override
  public void tidy() {
    gathers.close(gather -> !due.wanted(gather.unit()));
    // What is cut off now and wanted again has to be read once more.
    asked.removeIf(entry -> !due.wanted(entry.split(" ", 2)[0]));
  }

  @Override
  public Map<Integer, Long> rewinds(Collection<Integer> owned) {
    Map<Integer, Long> targets = gathers.closeContradicted();
    Set<String> units = new TreeSet<>(due.passedOver());
    units.removeAll(ledger.units());
    for (String unit : units) {
      if (openProperties(unit) && !gathered(unit, 0) && asked.add(unit)) {
        owned.forEach(partition -> targets.put(partition, 0L));
      }
    }
    for (String unit : ledger.units()) {
      Plan plan = due.plan(unit);
      Progress place = ledger.place(unit);
      if (plan == null || place == null || !owned.contains(place.getPartition())) {
        continue;
      }
      StringBuilder open = new StringBuilder(unit);
      boolean any = false;
      for (int layer : plan.getLayers()) {
        for (PropertyLabels labels : due.due(plan, layer)) {
          open.append(' ').append(layer).append(due.inputs(labels));
          any = true;
        }
      }
      if (any && !gathered(unit, place.getOffset()) && asked.add(open.toString())) {
        targets.merge(place.getPartition(), place.getOffset(), Math::min);
      }
    }
    return targets;
  }

  private boolean openProperties(String unit) {
    Plan plan = due.plan(unit);
    return plan != null
        && plan.getLayers().stream().anyMatch(layer -> !due.due(plan, layer).isEmpty());
  }

  private boolean gathered(String unit, long offset) {
    return gathers.open().stream()
        .anyMatch(
            gather ->
                gather.unit().equals(unit) && (gather.firstOffset() <= offset || whole(gather)));
  }

  private boolean whole(Gather gather) {
    Plan plan = due.plan(gather.unit());
    return plan != null && gather.spool().has(plan.getSkippedWords(), plan.getWords());
  }

  @Override
  public @Nullable Job next(Collection<Integer> owned) {
    for (Gather gather : gathers.open()) {
      Plan plan = due.plan(gather.unit());
      if (plan != null && whole(gather)) {
        for (int layer : plan.getLayers()) {
          List<PropertyLabels> open = due.due(plan, layer);
          if (!open.isEmpty()) {
            return jobs.apply(PropertyWork.of(plan, layer, open, gather));
          }
        }
      }
    }
    return nextRandom(owned);
  }

  /** Nothing is gathered for random baselines. */
  private @Nullable Job nextRandom(Collection<Integer> owned) {
    for (Plan plan : due.randoms()) {
      int partition = Ungathered.partition(plan, topics.activations().partitions());
      for (int layer : owned.contains(partition) ? plan.getLayers() : List.<Integer>of()) {
        List<PropertyLabels> open = due.due(plan, layer);
        if (!open.isEmpty()) {
          return jobs.apply(PropertyWork.ofRandom(plan, layer, open, partition));
        }
      }
    }
    return null;
  }

  @Override
  public boolean cutOff(Job job) {
    return job instanceof PropertyJob work && due.cutOff(work.plan());
  }

  @Override
  public void settled(Progress progress) {
    ledger.accept(progress);
  }

  @Override
  public void gained() {
    asked.clear();
  }

  @Override
  public void lost(Collection<Integer> partitions) {
    gathers.drop(partitions);
  }

  @Override
  public long pin(int partition, long position) {
    return gathers.pin(partition, position);
  }
}
