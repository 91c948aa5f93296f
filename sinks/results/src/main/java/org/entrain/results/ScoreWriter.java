package org.entrain.results;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
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

  private final DuckDBConnection connection;
  private final EventSerde<Score> serde = new Topics(1).scores().values();

  ScoreWriter(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** Applies blocks within the connection's transaction. */
  void write(List<Score> scores) throws SQLException {
    if (scores.isEmpty()) {
      return;
    }
    Map<Computation, FitBlocks> waiting = pending();
    Set<Computation> stored = Set.copyOf(waiting.keySet());
    Map<Computation, FitBlocks> touched = new LinkedHashMap<>();
    Map<FitKey, FitBlocks> complete = new LinkedHashMap<>();
    for (Score score : scores) {
      Computation computation = Computation.of(score);
      FitBlocks blocks = waiting.computeIfAbsent(computation, absent -> new FitBlocks());
      blocks.add(score);
      touched.put(computation, blocks);
      if (blocks.complete()) {
        complete.put(computation.fit(), blocks);
        waiting.remove(computation);
        touched.put(computation, new FitBlocks());
      }
    }
    keep(touched, stored);
    append(complete);
  }

  private Map<Computation, FitBlocks> pending() throws SQLException {
    Map<Computation, FitBlocks> pending = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT event FROM pending_blocks")) {
      while (rows.next()) {
        Score score = serde.decode(rows.getBytes(1));
        pending.computeIfAbsent(Computation.of(score), absent -> new FitBlocks()).add(score);
      }
    }
    return pending;
  }

  /** Replaces what is stored of the computations that got blocks by what still waits of them. */
  private void keep(Map<Computation, FitBlocks> touched, Set<Computation> stored)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Map.Entry<Computation, FitBlocks> entry : touched.entrySet()) {
      if (stored.contains(entry.getKey())) {
        delete(entry.getKey());
      }
      for (Score block : entry.getValue().blocks()) {
        rows.add(
            new @Nullable Object[] {
              block.getUnit(),
              block.getLayer(),
              block.getVariant(),
              block.getParticipant(),
              block.getSettings(),
              block.getRecording(),
              serde.encode(block)
            });
      }
    }
    DuckDbSchema.PENDING_BLOCKS.replaceAll(connection, rows);
  }

  private void append(Map<FitKey, FitBlocks> complete) throws SQLException {
    if (complete.isEmpty()) {
      return;
    }
    Map<FitKey, Long> ledger = ledger();
    long next = ledger.values().stream().max(Comparator.naturalOrder()).orElse(-1L) + 1;
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<@Nullable Object[]> folds = new ArrayList<>();
    List<@Nullable Object[]> parts = new ArrayList<>();
    Map<Long, FitBlocks> numbered = new LinkedHashMap<>();
    for (Map.Entry<FitKey, FitBlocks> fit : complete.entrySet()) {
      @Nullable Long earlier = ledger.get(fit.getKey());
      if (earlier != null) {
        delete(earlier);
      }
    }
    try (DuckDBAppender appender = connection.createAppender("scores")) {
      for (Map.Entry<FitKey, FitBlocks> fit : complete.entrySet()) {
        FitTotals totals = append(appender, next, fit.getValue());
        rows.add(totals.row(fit.getKey(), next));
        folds.addAll(totals.foldRows(next));
        parts.addAll(totals.blockRows(next));
        numbered.put(next, fit.getValue());
        next++;
      }
    }
    BandWriter.append(connection, numbered);
    DuckDbSchema.FITS.replace(connection, rows);
    DuckDbSchema.FOLDS.replace(connection, folds);
    DuckDbSchema.BLOCK_PARTS.replaceAll(connection, parts);
  }

  private Map<FitKey, Long> ledger() throws SQLException {
    Map<FitKey, Long> ledger = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT unit, layer, variant, participant, fit FROM score_units")) {
      while (rows.next()) {
        ledger.put(
            new FitKey(rows.getString(1), rows.getInt(2), rows.getString(3), rows.getString(4)),
            rows.getLong(5));
      }
    }
    return ledger;
  }

  /** Appends a fit's rows, sorted by voxel and fold, and returns what they come to. */
  private static FitTotals append(DuckDBAppender appender, long fit, FitBlocks blocks)
      throws SQLException {
    FitTotals totals = new FitTotals(blocks.blocks().iterator().next());
    for (Score block : blocks.blocks()) {
      double[] r = Vectors.doubles(block.getR());
      double[] r2 = Vectors.doubles(block.getR2());
      double[] p = Vectors.doubles(block.getP());
      double[] accuracy = Vectors.doubles(block.getAccuracy());
      ByteBuffer lambdaIndex = block.getLambdaIndex().duplicate().slice();
      double[] lambdas = block.getLambdas().stream().mapToDouble(Double::doubleValue).toArray();
      int voxels = block.getVoxels();
      for (int voxel = 0; voxel < voxels; voxel++) {
        for (int fold = 0; fold < block.getFolds(); fold++) {
          int cell = fold * voxels + voxel;
          appender.beginRow();
          appender.append(fit).append(block.getFirstVoxel() + voxel).append(fold);
          appender.append(r[cell]).append(r2[cell]).append(lambdas[lambdaIndex.get(cell)]);
          appendIfThere(appender, p, voxel);
          appendIfThere(appender, accuracy, cell);
          appender.endRow();
          totals.add(fold, r[cell], accuracy.length == 0 ? Double.NaN : accuracy[cell]);
        }
      }
    }
    return totals;
  }

  /** Appends a value, or NULL if there are none or it is no number. */
  private static void appendIfThere(DuckDBAppender appender, double[] values, int index)
      throws SQLException {
    if (values.length == 0 || Double.isNaN(values[index])) {
      appender.appendNull();
    } else {
      appender.append(values[index]);
    }
  }

  private void delete(long fit) throws SQLException {
    // A number of ours: safe to put into the statement.
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM scores WHERE fit = " + fit);
      statement.execute("DELETE FROM fold_scores WHERE fit = " + fit);
      statement.execute("DELETE FROM block_parts WHERE fit = " + fit);
      BandWriter.delete(statement, fit);
    }
  }

  private void delete(Computation computation) throws SQLException {
    FitKey key = computation.fit();
    try (var statement =
        connection.prepareStatement(
            "DELETE FROM pending_blocks WHERE unit = ? AND layer = ? AND variant = ?"
                + " AND participant = ? AND settings = ? AND recording = ?")) {
      statement.setString(1, key.unit());
      statement.setInt(2, key.layer());
      statement.setString(3, key.variant());
      statement.setString(4, key.participant());
      statement.setString(5, computation.settings());
      statement.setString(6, computation.recording());
      statement.execute();
    }
  }
}
