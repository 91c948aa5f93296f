package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.entrain.results.FitBlocks.Block;
import org.entrain.schemas.avro.Annotation;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/** The sink over a connection that nobody else uses. */
final class SqlSink implements ResultSink {

  /** Statements that belong to one transaction. */
  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  private final StoreWriter store;
  private final Connection connection;
  private final ProgressWriter progress;
  private final ScoreWriter scores;
  private final CeilingWriter ceilings;
  private final SteeringWriter steering;

  SqlSink(StoreWriter store) {
    this.store = store;
    connection = store.connection();
    progress = new ProgressWriter(store);
    scores = new ScoreWriter(store);
    ceilings = new CeilingWriter(store);
    steering = new SteeringWriter(store);
  }

  @Override
  public synchronized void apply(ResultBatch batch) {
    batch.events().forEach(read -> ResultEvents.check(read.event()));
    transaction("store results", () -> write(batch));
  }

  @Override
  public synchronized Map<TopicPartition, Long> offsets() {
    try {
      return OffsetQuery.ask(connection);
    } catch (SQLException e) {
      throw new ResultStoreException("read offsets", e);
    }
  }

  @Override
  public synchronized Restoration restoration() {
    try {
      return steering.restoration();
    } catch (SQLException e) {
      throw new ResultStoreException("read what is to be restored", e);
    }
  }

  @Override
  public synchronized void restored(Restoration restoration) {
    transaction("note what is restored", () -> steering.restored(restoration));
  }

  @Override
  public synchronized void putSettings(Map<String, String> settings) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    settings.forEach((key, value) -> rows.add(new @Nullable Object[] {key, value}));
    transaction(
        "store settings",
        () -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM run_settings");
          }
          Tables.SETTINGS.replace(store, rows);
        });
  }

  private void write(ResultBatch batch) throws SQLException {
    List<@Nullable Object[]> checkpoints = new ArrayList<>();
    List<@Nullable Object[]> removed = new ArrayList<>();
    List<@Nullable Object[]> plans = new ArrayList<>();
    List<Progress> states = new ArrayList<>();
    List<Perplexity> parts = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    List<NoiseCeiling> ceilingBlocks = new ArrayList<>();
    List<@Nullable Object[]> removals = new ArrayList<>();
    List<@Nullable Object[]> probes = new ArrayList<>();
    Map<List<Object>, Annotation> annotations = new LinkedHashMap<>();
    steering.begin(batch.events());
    long position = lastPosition();
    for (ReadEvent read : batch.events()) {
      SpecificRecord event = read.event();
      if (steering.passesOver(event)) {
        continue;
      }
      if (event instanceof Checkpoint checkpoint) {
        (steering.hides(checkpoint) ? removed : checkpoints)
            .add(EventRows.of(checkpoint, read.origin()));
      } else if (event instanceof Plan plan) {
        plans.add(EventRows.of(plan, ++position, read.origin()));
      } else if (event instanceof Progress state) {
        states.add(state);
      } else if (event instanceof Perplexity part) {
        parts.add(part);
      } else if (event instanceof Score score) {
        blocks.add(new Block(score, read.origin()));
      } else if (event instanceof NoiseCeiling ceiling) {
        ceilingBlocks.add(ceiling);
      } else if (event instanceof Removal removal) {
        removals.add(EventRows.of(removal));
      } else if (event instanceof Probe probe) {
        probes.add(EventRows.of(probe));
      } else if (event instanceof Annotation annotation) {
        annotations.put(List.of(annotation.getStimulus(), annotation.getWord()), annotation);
      }
    }
    Tables.CHECKPOINTS.replace(store, checkpoints);
    Tables.REMOVED_CHECKPOINTS.replace(store, removed);
    Tables.PLANS.replace(store, plans);
    progress.write(states);
    Tables.REMOVALS.replace(store, removals);
    Tables.PROBES.replace(store, probes);
    Tables.ANNOTATIONS.replaceAll(
        store, annotations.values().stream().flatMap(a -> EventRows.of(a).stream()).toList());
    write(parts);
    scores.write(blocks);
    ceilings.write(ceilingBlocks);
    steering.end(batch.events());
    Tables.OFFSETS.replace(store, rows(batch.nextOffsets()));
  }

  private void write(List<Perplexity> parts) throws SQLException {
    Tables.PERPLEXITY_PARTS.replace(store, parts.stream().map(EventRows::of).toList());
  }

  private long lastPosition() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT coalesce(max(position), 0) FROM plans")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static List<@Nullable Object[]> rows(Map<TopicPartition, Long> offsets) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    offsets.forEach(
        (partition, next) ->
            rows.add(new @Nullable Object[] {partition.topic(), partition.partition(), next}));
    return rows;
  }

  private void transaction(String doing, Work work) {
    try {
      connection.setAutoCommit(false);
      try {
        work.run();
        connection.commit();
        connection.setAutoCommit(true);
      } catch (SQLException | RuntimeException e) {
        Rollback.after(e, connection);
        throw e;
      }
    } catch (SQLException e) {
      throw new ResultStoreException(doing, e);
    }
  }
}
