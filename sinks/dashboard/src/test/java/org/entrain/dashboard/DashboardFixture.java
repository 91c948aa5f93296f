package org.entrain.dashboard;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.schemas.Topics;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.TopicAdmin;

/** A page over a real broker and a real database, with simulated results in it. */
final class DashboardFixture implements AutoCloseable {

  static final String TOKEN = "0123456789abcdef";

  final Topics topics = new Topics(2);
  final SimulatedResults simulated = new SimulatedResults();
  final EmbeddedBroker broker;
  final KafkaConnection connection;
  final DuckDbResults results;
  final TestStream stream;
  final Dashboard dashboard;
  private final AtomicLong offsets = new AtomicLong(7);

  DashboardFixture(Path folder) {
    broker = new EmbeddedBroker(folder.resolve("broker"), 0);
    connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.create(topics, (short) 1);
    }
    results = DuckDbResults.open(folder.resolve("results.duckdb"), DuckDbOptions.DEFAULT);
    results.sink().apply(simulated.labels());
    results.sink().apply(simulated.step(1));
    results.sink().apply(simulated.step(64));
    stream = new TestStream(results.queries());
    dashboard =
        new Dashboard(
            new DashboardOptions(DashboardOptions.LOOPBACK, 0, false, TOKEN, "entrain test"),
            stream,
            results.queries(),
            connection,
            topics);
  }

  /** Commits the results of another step, as a run would. */
  void commit(long step) {
    results.sink().apply(simulated.step(step));
    stream.advance(step);
  }

  /** Buries a record that stood in the words. */
  void bury(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    try (DeadLetters letters = new DeadLetters(connection, "planner")) {
      letters.bury(
          new ConsumerRecord<>(topics.words().name(), 0, offsets.getAndIncrement(), bytes, bytes),
          new IllegalArgumentException("<img src=x onerror=alert(3)> is no word"));
    }
  }

  @Override
  public void close() {
    dashboard.close();
    results.close();
    broker.close();
  }
}
