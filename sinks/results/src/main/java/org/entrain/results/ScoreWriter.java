package org.entrain.results;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entrain.results.FitBlocks.Block;
import org.entrain.results.FitBlocks.Computation;
import org.entrain.schemas.EventSerde;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;
import org.jspecify.annotations.Nullable;

/**
 * Writes the scores of a batch. Fits whose blocks are all there replace their earlier rows; blocks
 * of other fits wait in {@code pending_blocks}, so that the offsets can move on without them.
 */
final class ScoreWriter {

  private final StoreWriter store;
  private final EventSerde<Score> serde = new Topics(1).scores().values();

  ScoreWriter(StoreWriter store) {
    this.store = store;
  }

  /** Applies blocks within the connection's transaction. */
  void write(List<Block> scores) throws SQLException {
    if (scores.isEmpty()) {
      return;
    }
    Map<Computation, FitBlocks> waiting = new LinkedHashMap<>();
    Set<Computation> stored = new HashSet<>();
    Map<FitKey, FitBlocks> complete = new LinkedHashMap<>();
    for (Block block : scores) {
      Computation computation = Computation.of(block.score());
      FitBlocks blocks = waiting.get(computation);
      if (blocks == null) {
        blocks = pending(computation);
        if (!blocks.isEmpty()) {
          stored.add(computation);
        }
        waiting.put(computation, blocks);
      }
      blocks.add(block);
      @Nullable FitBlocks whole = blocks.whole();
      if (whole != null) {
        complete.put(computation.fit(), whole);
        // With what waits in other numbers of shares: its scores would be the same.
        waiting.put(computation, new FitBlocks());
      }
    }
    keep(waiting, stored);
    append(complete);
  }

  /** What waits of one computation: of all, there may be gigabytes while a share is behind. */
  private FitBlocks pending(Computation computation) throws SQLException {
    FitBlocks pending = new FitBlocks();
    try (PreparedStatement statement =
        prepare("SELECT event, topic, \"partition\", \"offset\", written_at FROM pending_blocks")) {
      bind(statement, computation);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Score score = serde.decode(rows.getBytes(1));
          @Nullable String topic = rows.getString(2);
          @Nullable Origin origin =
              topic == null
                  ? null
                  : new Origin(topic, rows.getInt(3), rows.getLong(4), rows.getLong(5));
          pending.add(new Block(score, origin));
        }
      }
    }
    return pending;
  }

  /** Replaces what is stored of the computations that got blocks by what still waits of them. */
  private void keep(Map<Computation, FitBlocks> waiting, Set<Computation> stored)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Map.Entry<Computation, FitBlocks> entry : waiting.entrySet()) {
      if (stored.contains(entry.getKey())) {
        delete(entry.getKey());
      }
      for (Block left : entry.getValue().blocks()) {
        Score block = left.score();
        @Nullable Origin origin = left.origin();
        rows.add(
            new @Nullable Object[] {
              block.getUnit(),
              block.getLayer(),
              block.getVariant(),
              block.getParticipant(),
              block.getSettings(),
              block.getRecording(),
              serde.encode(block),
              origin == null ? null : origin.topic(),
              origin == null ? null : origin.partition(),
              origin == null ? null : origin.offset(),
              origin == null ? null : origin.writtenAt()
            });
      }
    }
    Tables.PENDING_BLOCKS.replaceAll(store, rows);
  }

  private void append(Map<FitKey, FitBlocks> complete) throws SQLException {
    if (complete.isEmpty()) {
      return;
    }
    Ledger ledger = Ledger.read(store.connection());
    long first = ledger.next();
    for (FitKey key : complete.keySet()) {
      Ledger.@Nullable Entry earlier = ledger.get(key);
      if (earlier != null) {
        delete(earlier.fit());
      }
    }
    FitRows rows = new FitRows();
    Map<Long, FitBlocks> numbered = new LinkedHashMap<>();
    ComparisonWriter comparisons = new ComparisonWriter(store, ledger);
    try (RowAppender appender = store.append("scores")) {
      for (Map.Entry<FitKey, FitBlocks> fit : complete.entrySet()) {
        long number = first + numbered.size();
        FitBlocks blocks = fit.getValue();
        FitTotals totals = append(appender, number, blocks);
        numbered.put(number, blocks);
        rows.add(fit.getKey(), number, totals, blocks.provenance());
        Score any = blocks.any();
        ledger.put(
            fit.getKey(),
            new Ledger.Entry(number, any.getSettings(), any.getRecording(), any.getFolds()));
        comparisons.know(number, new ComparisonWriter.Sample(totals.means(), totals.blockParts()));
      }
    }
    store.appended("scores");
    BandWriter.append(store, numbered);
    rows.write(store);
    comparisons.write(List.copyOf(complete.keySet()));
  }

  /** Appends a fit's rows, sorted by voxel and fold, and returns what they come to. */
  private static FitTotals append(RowAppender appender, long fit, FitBlocks blocks)
      throws SQLException {
    FitTotals totals = new FitTotals(blocks.scores());
    for (Score block : blocks.scores()) {
      double[] r = Vectors.doubles(block.getR());
      double[] r2 = Vectors.doubles(block.getR2());
      double[] p = Vectors.doubles(block.getP());
      double[] accuracy = Vectors.doubles(block.getAccuracy());
      ByteBuffer lambdaIndex = block.getLambdaIndex().duplicate().slice();
      double[] lambdas = block.getLambdas().stream().mapToDouble(Double::doubleValue).toArray();
      int voxels = block.getVoxels();
      for (int v = 0; v < voxels; v++) {
        int voxel = block.getFirstVoxel() + v;
        totals.test(voxel, value(p, v));
        for (int fold = 0; fold < block.getFolds(); fold++) {
          int cell = fold * voxels + v;
          appender.beginRow();
          appender.add(fit).add(voxel).add(fold);
          appender.add(r[cell]).add(r2[cell]).add(lambdas[lambdaIndex.get(cell)]);
          appender.addIfNumber(value(p, v));
          appender.addIfNumber(value(accuracy, cell));
          appender.endRow();
          totals.add(voxel, fold, r[cell], value(accuracy, cell));
        }
      }
    }
    return totals;
  }

  /** A value, NaN if there are none. */
  private static double value(double[] values, int index) {
    return values.length == 0 ? Double.NaN : values[index];
  }

  private void delete(long fit) throws SQLException {
    // A number of ours: safe to put into the statement.
    try (Statement statement = store.connection().createStatement()) {
      for (String table : Tables.OF_FITS) {
        statement.execute("DELETE FROM %s WHERE fit = %d".formatted(table, fit));
      }
      statement.execute("DELETE FROM comparisons WHERE initial_fit = " + fit);
    }
  }

  private void delete(Computation computation) throws SQLException {
    try (PreparedStatement statement = prepare("DELETE FROM pending_blocks")) {
      bind(statement, computation);
      statement.execute();
    }
  }

  /** A statement on the blocks of a computation, which is to be bound. */
  private PreparedStatement prepare(String what) throws SQLException {
    return store
        .connection()
        .prepareStatement(
            what
                + " WHERE unit = ? AND layer = ? AND variant = ? AND participant = ?"
                + " AND settings = ? AND recording = ?");
  }

  private static void bind(PreparedStatement statement, Computation computation)
      throws SQLException {
    FitKey key = computation.fit();
    statement.setString(1, key.unit());
    statement.setInt(2, key.layer());
    statement.setString(3, key.variant());
    statement.setString(4, key.participant());
    statement.setString(5, computation.settings());
    statement.setString(6, computation.recording());
  }
}
