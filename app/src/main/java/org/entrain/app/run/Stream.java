package org.entrain.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.StateFolder;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.encoding.VoxelShare;
import org.entrain.monitoring.Monitor;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.ResultStore;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Progress;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Stage;
import org.entrain.transport.TopicAdmin;

/** The whole stream in this process: broker, topics, stages, results. */
final class Stream implements AutoCloseable {

  private static final short NO_REPLICAS = 1;
  private static final String WORKER = "local";

  private final Closing closing = new Closing();
  private final KafkaConnection connection;
  private final Topics topics;
  private final ResultStore results;
  private final StreamTracker tracker;
  private final StageSet stages;
  private final StoredBeside beside;
  private final Monitor monitor;
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong findings = new AtomicLong();

  /**
   * Starts everything; what did start is stopped again if one part does not.
   *
   * @param port port of the broker; 0 for any
   * @param version version of the program, which results are to name
   * @param monitor watches the stages
   */
  Stream(StateFolder folder, Inputs inputs, int port, String version, Monitor monitor) {
    this.monitor = monitor;
    Settings settings = inputs.settings();
    try {
      results = closing.add(DuckDbResults.open(folder.results(), DuckDbOptions.DEFAULT));
      results.sink().putSettings(inputs.stored());
      EmbeddedBroker broker = closing.add(new EmbeddedBroker(folder.broker(), port));
      connection = new KafkaConnection(broker.bootstrapServers(), settings.kafka());
      topics = new Topics(settings.partitions());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, NO_REPLICAS);
      }
      beside = closing.add(new StoredBeside(connection, topics, results.sink().offsets()));
      tracker = new StreamTracker(connection, topics);
      StageFactory factory =
          new StageFactory(
              connection, topics, settings, folder, inputs.locations(), WORKER, version, monitor);
      List<Stage> all = new ArrayList<>();
      all.add(tracker);
      all.add(factory.planner());
      all.add(factory.embedding(closing));
      all.add(factory.features());
      all.add(factory.encoding(VoxelShare.ALL));
      factory.properties().ifPresent(all::add);
      all.add(
          factory.results(
              results,
              batch -> {
                beside.committed(batch.nextOffsets());
                commits.incrementAndGet();
                if (batch.events().stream().anyMatch(e -> !(e.event() instanceof Progress))) {
                  findings.incrementAndGet();
                }
              }));
      stages = closing.add(new StageSet(all));
      stages.start();
      monitor.follow(connection);
    } catch (RuntimeException | Error e) {
      closing.close();
      throw e;
    }
  }

  KafkaConnection connection() {
    return connection;
  }

  /** The connection of a part beside the stages, which is counted under this name. */
  KafkaConnection connection(String part) {
    return connection.heardBy(monitor.listener(part));
  }

  Topics topics() {
    return topics;
  }

  ResultStore results() {
    return results;
  }

  StreamTracker tracker() {
    return tracker;
  }

  StageSet stages() {
    return stages;
  }

  /** Grows whenever the results database has changed. */
  long commits() {
    return commits.get();
  }

  /**
   * Grows whenever the results database has changed in more than progress, which is told several
   * times a second and on which no score, probe or perplexity rests.
   */
  long findings() {
    return findings.get();
  }

  /** Whether the database has what no count of fits tells of. */
  StoredBeside beside() {
    return beside;
  }

  @Override
  public void close() {
    closing.close();
  }
}
