package org.entrain.app.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.LoopStage;
import org.entrain.transport.StageThread;

/** Follows plans and progress from the beginning, for the display and for completion. */
final class StreamTracker extends LoopStage {

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConnection connection;
  private final Topics topics;
  private final Map<String, List<Plan>> plansByIdentity = new HashMap<>();
  private final LatestProgress progress;
  private final LongSupplier millis;

  StreamTracker(KafkaConnection connection, Topics topics) {
    this(connection, topics, System::currentTimeMillis);
  }

  /**
   * @param millis clock, milliseconds since 1970
   */
  StreamTracker(KafkaConnection connection, Topics topics, LongSupplier millis) {
    super("tracker");
    this.connection = connection;
    this.topics = topics;
    this.millis = millis;
    progress = new LatestProgress(millis.getAsLong());
  }

  /**
   * The latest plan of a checkpoint's identity, and those of further layers of it: they share the
   * unit of its first layers.
   */
  synchronized List<Plan> plans(String identity) {
    List<Plan> all = plansByIdentity.getOrDefault(identity, List.of());
    return all.isEmpty()
        ? List.of()
        : all.stream().filter(p -> base(p).equals(base(all.get(all.size() - 1)))).toList();
  }

  private static String base(Plan plan) {
    return plan.getBaseUnit().isEmpty() ? plan.getUnit() : plan.getBaseUnit();
  }

  /** The latest state of every piece of work that nobody has abandoned. */
  synchronized List<Progress> progress() {
    return progress.at(millis.getAsLong());
  }

  @Override
  protected void run(StageThread.Signal signal) {
    try (BroadcastReader reader =
        new BroadcastReader(
            connection, "entrain-tracker", List.of(topics.plans(), topics.progress()))) {
      while (!signal.stopped()) {
        reader.poll(POLL, this::take);
      }
    }
  }

  /** Takes one record of either topic. */
  synchronized void take(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return;
    }
    try {
      if (message.topic().equals(topics.plans().name())) {
        Plan plan = topics.plans().values().decode(message.value());
        List<Plan> same =
            plansByIdentity.computeIfAbsent(plan.getIdentity(), i -> new ArrayList<>());
        same.removeIf(known -> known.getUnit().equals(plan.getUnit()));
        same.add(plan);
      } else {
        progress.put(topics.progress().values().decode(message.value()), message.timestamp());
      }
    } catch (SerializationException e) {
      // The results worker reads the same topics and buries what it cannot read.
    }
  }
}
