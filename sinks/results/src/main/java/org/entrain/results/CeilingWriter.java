package org.entrain.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.entrain.schemas.EventSerde;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.CeilingKind;
import org.entrain.schemas.avro.NoiseCeiling;
import org.jspecify.annotations.Nullable;

/**
 * Writes noise ceilings. Those of a stimulus, participant and kind replace the earlier ones whole,
 * once all blocks from the same inputs are there; until then the blocks wait beside them.
 */
final class CeilingWriter {

  private record Id(String stimulus, String participant, CeilingKind kind, String inputs) {}

  private final StoreWriter store;
  private final EventSerde<NoiseCeiling> serde = new Topics(1).noiseCeilings().values();

  CeilingWriter(StoreWriter store) {
    this.store = store;
  }

  /** Applies blocks within the connection's transaction. */
  void write(List<NoiseCeiling> blocks) throws SQLException {
    if (blocks.isEmpty()) {
      return;
    }
    Map<Id, NavigableMap<Integer, NoiseCeiling>> waiting = new LinkedHashMap<>();
    pending().forEach(block -> add(waiting, block));
    for (NoiseCeiling block : blocks) {
      Id id = add(waiting, block);
      List<NoiseCeiling> whole = whole(waiting.getOrDefault(id, new TreeMap<>()));
      if (!whole.isEmpty()) {
        replace(id, whole);
        removeUpTo(id, waiting);
      }
    }
    keep(waiting);
  }

  private static Id add(Map<Id, NavigableMap<Integer, NoiseCeiling>> waiting, NoiseCeiling block) {
    Id id = new Id(block.getStimulus(), block.getParticipant(), block.getKind(), block.getInputs());
    waiting.computeIfAbsent(id, absent -> new TreeMap<>()).put(block.getFirstVoxel(), block);
    return id;
  }

  /**
   * Removes a whole set, and what waits of the same ceilings since before it: cut off, it would be
   * overtaken already. Sets that began later may still become whole.
   */
  private static void removeUpTo(Id whole, Map<Id, NavigableMap<Integer, NoiseCeiling>> waiting) {
    for (Id id : List.copyOf(waiting.keySet())) {
      if (id.stimulus().equals(whole.stimulus())
          && id.participant().equals(whole.participant())
          && id.kind() == whole.kind()) {
        waiting.remove(id);
        if (id.equals(whole)) {
          return;
        }
      }
    }
  }

  /** Blocks that follow each other from the first voxel to the last; empty if one is missing. */
  private static List<NoiseCeiling> whole(NavigableMap<Integer, NoiseCeiling> blocks) {
    List<NoiseCeiling> whole = new ArrayList<>();
    int next = 0;
    @Nullable NoiseCeiling block = blocks.get(next);
    while (block != null) {
      whole.add(block);
      next += block.getR().remaining() / Double.BYTES;
      if (next == block.getTotalVoxels()) {
        return whole;
      }
      block = blocks.get(next);
    }
    return List.of();
  }

  private void replace(Id id, List<NoiseCeiling> blocks) throws SQLException {
    try (var statement =
        store
            .connection()
            .prepareStatement(
                "DELETE FROM noise_ceilings WHERE stimulus = ? AND participant = ? AND kind = ?")) {
      statement.setString(1, id.stimulus());
      statement.setString(2, id.participant());
      statement.setString(3, id.kind().name());
      statement.execute();
    }
    try (RowAppender appender = store.append("noise_ceilings")) {
      for (NoiseCeiling block : blocks) {
        double[] r = Vectors.doubles(block.getR());
        for (int voxel = 0; voxel < r.length; voxel++) {
          appender.beginRow();
          appender.add(id.stimulus()).add(id.participant()).add(id.kind().name());
          appender.add(block.getOthers()).add(block.getFirstVoxel() + voxel);
          appender.add(r[voxel]);
          appender.endRow();
        }
      }
    }
  }

  private List<NoiseCeiling> pending() throws SQLException {
    List<NoiseCeiling> pending = new ArrayList<>();
    try (Statement statement = store.connection().createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT event FROM pending_ceilings ORDER BY position")) {
      while (rows.next()) {
        pending.add(serde.decode(rows.getBytes(1)));
      }
    }
    return pending;
  }

  private void keep(Map<Id, NavigableMap<Integer, NoiseCeiling>> waiting) throws SQLException {
    try (Statement statement = store.connection().createStatement()) {
      statement.execute("DELETE FROM pending_ceilings");
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    waiting.forEach(
        (id, blocks) ->
            blocks.forEach(
                (first, block) ->
                    rows.add(
                        new @Nullable Object[] {
                          id.stimulus(),
                          id.participant(),
                          id.kind().name(),
                          id.inputs(),
                          first,
                          serde.encode(block),
                          (long) rows.size()
                        })));
    Tables.PENDING_CEILINGS.replaceAll(store, rows);
  }
}
