package org.entrain.results;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.FitPart;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.SteeringTarget;
import org.jspecify.annotations.Nullable;

/**
 * Takes results of removed checkpoints and participants out of the tables, and keeps them out.
 *
 * <p>A removed checkpoint's row waits in {@code removed_checkpoints}. Units belong to weights, so
 * the rows of one go only when no name of its weights is left. Plans stay: they tell late results
 * of such units. What has gone is noted in {@code purged}, in the same transaction, until it is
 * restored.
 */
final class SteeringWriter {

  /** Stage whose progress is told by participant. */
  static final String FITS = FitPart.STAGE;

  private static final String UNIT = "UNIT";
  private static final String PARTICIPANT = SteeringTarget.PARTICIPANT.name();

  private static final String REMOVED_NAMES =
      "(SELECT name FROM steering WHERE target = 'CHECKPOINT' AND state = 'REMOVED')";

  /** Units none of whose names is left. */
  private static final String HIDDEN =
      "SELECT unit FROM plans WHERE identity IN (SELECT identity FROM removed_checkpoints)"
          + " AND identity NOT IN (SELECT identity FROM checkpoints)";

  private static final String REMOVED_PARTICIPANTS =
      "SELECT name FROM steering WHERE target = 'PARTICIPANT' AND state = 'REMOVED'";

  private final StoreWriter store;
  private Set<String> participants = Set.of();
  private Set<String> units = Set.of();
  private Set<String> checkpoints = Set.of();

  SteeringWriter(StoreWriter store) {
    this.store = store;
  }

  /** Takes in what a batch says is wanted, before its other events are written. */
  void begin(List<ReadEvent> events) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (ReadEvent read : events) {
      if (read.event() instanceof Steering wanted) {
        rows.add(
            new @Nullable Object[] {
              wanted.getTarget().name(),
              wanted.getName(),
              wanted.getState().name(),
              wanted.getTime()
            });
      }
    }
    if (!rows.isEmpty()) {
      Tables.STEERING.replace(store, rows);
      move("checkpoints", "removed_checkpoints", "IN");
      move("removed_checkpoints", "checkpoints", "NOT IN");
    }
    checkpoints = names("SELECT name FROM " + REMOVED_NAMES + " removed");
    participants = names(REMOVED_PARTICIPANTS);
    units = checkpoints.isEmpty() ? Set.of() : names(HIDDEN);
  }

  /** Whether an event is a late result of what was removed. */
  boolean passesOver(SpecificRecord event) {
    if (participants.isEmpty() && units.isEmpty()) {
      return false;
    }
    @Nullable String unit = Restoration.unit(event);
    return unit != null && units.contains(unit)
        || participants.stream().anyMatch(name -> Restoration.isOf(event, name));
  }

  /** Whether a checkpoint's row belongs among the removed ones. */
  boolean hides(Checkpoint checkpoint) {
    return checkpoints.contains(checkpoint.getModel() + "@" + checkpoint.getStep());
  }

  /** Deletes what is removed and still there, after all events of a batch are written. */
  void end(List<ReadEvent> events) throws SQLException {
    boolean mayHide =
        events.stream()
            .map(ReadEvent::event)
            .anyMatch(e -> e instanceof Steering || e instanceof Plan || e instanceof Checkpoint);
    if (!mayHide) {
      return;
    }
    if (!checkpoints.isEmpty()) {
      for (String unit : left(HIDDEN, UNIT)) {
        purge(UNIT, "unit", unit);
        for (String table : List.of("perplexity_parts", "removals", "probes", "progress")) {
          update("DELETE FROM " + table + " WHERE unit = ?", unit);
        }
      }
    }
    for (String participant : left(REMOVED_PARTICIPANTS, PARTICIPANT)) {
      purge(PARTICIPANT, "participant", participant);
      update("DELETE FROM noise_ceilings WHERE participant = ?", participant);
      update("DELETE FROM pending_ceilings WHERE participant = ?", participant);
      update(
          "DELETE FROM progress WHERE stage = '"
              + FITS
              + "'"
              + " AND right(part, length(CAST(? AS VARCHAR)) + 1) = '/' || CAST(? AS VARCHAR)",
          participant,
          participant);
    }
  }

  /** What was deleted and is wanted again. */
  Restoration restoration() throws SQLException {
    return new Restoration(
        names(
            "SELECT g.name FROM purged g JOIN plans p ON p.unit = g.name WHERE g.target = 'UNIT'"
                + " AND p.identity IN (SELECT identity FROM checkpoints)"),
        names(
            "SELECT name FROM purged WHERE target = 'PARTICIPANT' AND name NOT IN ("
                + REMOVED_PARTICIPANTS
                + ")"));
  }

  /** Notes that all of it has its rows again. */
  void restored(Restoration restoration) throws SQLException {
    for (String unit : restoration.units()) {
      update("DELETE FROM purged WHERE target = ? AND name = ?", UNIT, unit);
    }
    for (String participant : restoration.participants()) {
      update("DELETE FROM purged WHERE target = ? AND name = ?", PARTICIPANT, participant);
    }
  }

  /** Deletes the fits of a unit or a participant, whole or not, and notes it. */
  private void purge(String target, String column, String name) throws SQLException {
    String fits = "(SELECT fit FROM score_units WHERE %s = ?)".formatted(column);
    for (String table : Tables.OF_FITS) {
      update("DELETE FROM " + table + " WHERE fit IN " + fits, name);
    }
    update("DELETE FROM comparisons WHERE initial_fit IN " + fits, name);
    update("DELETE FROM score_units WHERE %s = ?".formatted(column), name);
    update("DELETE FROM pending_blocks WHERE %s = ?".formatted(column), name);
    update("INSERT INTO purged VALUES (?, ?)", target, name);
  }

  /** Moves rows of checkpoints whose names are, or are not, among the removed ones. */
  private void move(String from, String to, String among) throws SQLException {
    String which = " WHERE model || '@' || step " + among + " " + REMOVED_NAMES;
    try (Statement statement = store.connection().createStatement()) {
      statement.execute("INSERT INTO " + to + " SELECT * FROM " + from + which);
      statement.execute("DELETE FROM " + from + which);
    }
  }

  /** Names of a query that are not purged yet. */
  private Set<String> left(String query, String target) throws SQLException {
    Set<String> left = names(query);
    left.removeAll(names("SELECT name FROM purged WHERE target = '" + target + "'"));
    return left;
  }

  private Set<String> names(String query) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Statement statement = store.connection().createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private void update(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = store.connection().prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.execute();
    }
  }
}
