package org.entrain.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.entrain.transport.StageListener;
import org.jspecify.annotations.Nullable;

/** Everything that is counted of a stage. */
final class StageMeters implements StageListener {

  private final MeterRegistry registry;
  private final String stage;
  private final Set<String> topics;
  private final LongSupplier nanoTime;
  private final ClientMeters clients;
  private @Nullable WorkMeters work;

  /**
   * @param topics names of the stream's topics and of their dead letters
   */
  StageMeters(MeterRegistry registry, String stage, Set<String> topics, LongSupplier nanoTime) {
    this.registry = registry;
    this.stage = stage;
    this.topics = topics;
    this.nanoTime = nanoTime;
    clients = new ClientMeters(registry, stage, topics);
  }

  /** What it works, counted from the first call on, so that the first failure is seen to come. */
  synchronized WorkMeters work() {
    if (work == null) {
      work = new WorkMeters(registry, stage, nanoTime);
    }
    return work;
  }

  ClientMeters clients() {
    return clients;
  }

  /** Begins the count of dead letters of a topic, so that the first one is seen to come. */
  Counter deadLetters(String topic) {
    return Counter.builder("entrain.dead.letters")
        .description("Records of the topic that the stage could not use")
        .tag(WorkMeters.STAGE, stage)
        .tag(ClientMeasure.TOPIC, topic)
        .register(registry);
  }

  @Override
  public void begun() {
    work().begun();
  }

  @Override
  public void ended() {
    work().ended();
  }

  @Override
  public void done(double seconds) {
    work().done(seconds);
  }

  @Override
  public void failed() {
    work().failed();
  }

  @Override
  public void returned() {
    work().returned();
  }

  @Override
  public void lockLost() {
    work().lockLost();
  }

  @Override
  public void deadLetter(String topic) {
    // Only what Streams makes for itself has other topics; they share one name.
    deadLetters(topics.contains(topic) ? topic : "other").increment();
  }

  @Override
  public void operations(long count) {
    work().operations(count);
  }

  @Override
  public void measured(KafkaMetric metric) {
    clients.measured(metric);
  }

  @Override
  public void forgotten(KafkaMetric metric) {
    clients.forgotten(metric);
  }
}
