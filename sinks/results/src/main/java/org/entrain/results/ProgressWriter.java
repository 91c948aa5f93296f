package org.entrain.results;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrain.schemas.FitPart;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.jspecify.annotations.Nullable;

/**
 * Writes how far work is, the latest state of each piece. Pieces of a fit are its shares of the
 * voxels: once one is done or failed, those of another number of shares are out of date, and go.
 * The topic has one partition, so that what is written last was told last.
 */
final class ProgressWriter {

  /** Units asked for at once. */
  private static final int UNITS = 1_000;

  private final StoreWriter store;

  ProgressWriter(StoreWriter store) {
    this.store = store;
  }

  /** A fit of all voxels. */
  private record Fit(String unit, FitPart whole) {}

  /** A state of a fit, or of a share of it. */
  private record Told(int shares, Progress state) {}

  /** A row of a piece that is out of date. */
  private record Row(String unit, String part) {}

  /** Writes states, in the order they were told, within the connection's transaction. */
  void write(List<Progress> states) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Map<Fit, List<Told>> fits = new LinkedHashMap<>();
    Map<Fit, Integer> settled = new LinkedHashMap<>();
    for (Progress state : states) {
      Optional<FitPart> part = FitPart.of(state);
      if (part.isEmpty()) {
        rows.add(EventRows.of(state));
        continue;
      }
      Fit fit = new Fit(state.getUnit(), part.get().whole());
      int shares = part.get().shares();
      List<Told> told = fits.computeIfAbsent(fit, absent -> new ArrayList<>());
      if (state.getState() == WorkState.DONE || state.getState() == WorkState.FAILED) {
        told.removeIf(other -> other.shares != shares);
        settled.put(fit, shares);
      }
      told.add(new Told(shares, state));
    }
    fits.values().forEach(told -> told.forEach(one -> rows.add(EventRows.of(one.state))));
    deleteOthers(settled);
    Tables.PROGRESS.replace(store, rows);
  }

  /**
   * Deletes what is stored of other numbers of shares.
   *
   * @param settled number of shares that holds, by fit
   */
  private void deleteOthers(Map<Fit, Integer> settled) throws SQLException {
    List<String> units = settled.keySet().stream().map(Fit::unit).distinct().toList();
    List<Row> others = new ArrayList<>();
    for (int from = 0; from < units.size(); from += UNITS) {
      others.addAll(others(units.subList(from, Math.min(from + UNITS, units.size())), settled));
    }
    if (others.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        prepare("DELETE FROM progress WHERE stage = ? AND unit = ? AND part = ?")) {
      for (Row other : others) {
        statement.setString(1, FitPart.STAGE);
        statement.setString(2, other.unit);
        statement.setString(3, other.part);
        statement.execute();
      }
    }
  }

  private List<Row> others(List<String> units, Map<Fit, Integer> settled) throws SQLException {
    String places = String.join(", ", Collections.nCopies(units.size(), "?"));
    List<Row> others = new ArrayList<>();
    try (PreparedStatement statement =
        prepare("SELECT unit, part FROM progress WHERE stage = ? AND unit IN (" + places + ")")) {
      statement.setString(1, FitPart.STAGE);
      for (int i = 0; i < units.size(); i++) {
        statement.setString(i + 2, units.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Row row = new Row(rows.getString(1), rows.getString(2));
          Optional<FitPart> part = FitPart.parse(row.part);
          if (part.isPresent()) {
            @Nullable Integer shares = settled.get(new Fit(row.unit, part.get().whole()));
            if (shares != null && shares != part.get().shares()) {
              others.add(row);
            }
          }
        }
      }
    }
    return others;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return store.connection().prepareStatement(sql);
  }
}
