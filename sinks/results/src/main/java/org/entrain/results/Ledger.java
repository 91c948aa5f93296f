package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The fits that are stored, by what they are. */
final class Ledger {

  /**
   * A fit.
   *
   * @param folds outer folds
   */
  record Entry(long fit, String settings, String recording, int folds) {
    boolean comparable(Entry other) {
      return settings.equals(other.settings) && recording.equals(other.recording);
    }
  }

  private final Map<FitKey, Entry> entries = new LinkedHashMap<>();

  static Ledger read(Connection connection) throws SQLException {
    Ledger ledger = new Ledger();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT unit, layer, variant, participant, fit, settings, recording, folds"
                    + " FROM score_units")) {
      while (rows.next()) {
        ledger.put(
            new FitKey(rows.getString(1), rows.getInt(2), rows.getString(3), rows.getString(4)),
            new Entry(rows.getLong(5), rows.getString(6), rows.getString(7), rows.getInt(8)));
      }
    }
    return ledger;
  }

  void put(FitKey key, Entry entry) {
    entries.put(key, entry);
  }

  @Nullable Entry get(FitKey key) {
    return entries.get(key);
  }

  /** A number that no fit has. */
  long next() {
    return entries.values().stream().mapToLong(Entry::fit).max().orElse(-1) + 1;
  }

  void forEach(BiConsumer<FitKey, Entry> action) {
    entries.forEach(action);
  }
}
