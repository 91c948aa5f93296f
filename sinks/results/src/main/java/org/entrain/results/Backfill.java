package org.entrain.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the figures of fits that were stored before there were any, from their scores, a fit at
 * a time. What is cut off begins again at the next opening.
 */
final class Backfill {

  private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

  private static final String UPDATE =
      "UPDATE score_units SET tested = ?, min_r = ?, r_05 = ?, r_25 = ?, median_r = ?, r_75 = ?,"
          + " r_95 = ?, max_r = ? WHERE fit = ?";

  private final StoreWriter store;

  Backfill(StoreWriter store) {
    this.store = store;
  }

  /**
   * Refuses a database whose figures are not all computed: it would answer as if there were none.
   *
   * @param place what to call the database in messages
   */
  static void requireDone(Connection connection, String place) throws SQLException {
    if (!fits(connection).isEmpty()) {
      throw new InvalidInputException(
          place,
          "figures of fits",
          "all computed",
          "a database that is being brought to this version, or was when it was cut off",
          "Wait for whoever does it, or open it to write: it goes on then.");
    }
  }

  /** Computes what is missing, in one transaction. */
  void run() throws SQLException {
    List<Long> fits = fits(store.connection());
    if (fits.isEmpty()) {
      return;
    }
    LOG.info("computing the figures of {} fits of an earlier version", fits.size());
    Connection connection = store.connection();
    connection.setAutoCommit(false);
    try {
      fill(fits);
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException e) {
      Rollback.after(e, connection);
      throw e;
    }
  }

  private static List<Long> fits(Connection connection) throws SQLException {
    List<Long> fits = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT fit FROM score_units WHERE tested IS NULL")) {
      while (rows.next()) {
        fits.add(rows.getLong(1));
      }
    }
    return fits;
  }

  private void fill(List<Long> fits) throws SQLException {
    List<@Nullable Object[]> histograms = new ArrayList<>();
    List<@Nullable Object[]> smallP = new ArrayList<>();
    try (PreparedStatement voxels =
            store
                .connection()
                .prepareStatement(
                    "SELECT avg(r), max(p) FROM scores WHERE fit = ? GROUP BY voxel ORDER BY voxel");
        PreparedStatement update = store.connection().prepareStatement(UPDATE)) {
      for (long fit : fits) {
        FitFigures figures = figures(voxels, fit);
        @Nullable Object[] columns = figures.columns();
        for (int i = 0; i < columns.length; i++) {
          update.setObject(i + 1, columns[i]);
        }
        update.setLong(columns.length + 1, fit);
        update.execute();
        histograms.addAll(figures.histogramRows(fit));
        smallP.addAll(figures.smallPRows(fit));
      }
    }
    Tables.HISTOGRAMS.replaceAll(store, histograms);
    Tables.SMALL_P.replaceAll(store, smallP);
    Ledger ledger = Ledger.read(store.connection());
    List<FitKey> residuals = new ArrayList<>();
    ledger.forEach(
        (key, entry) -> {
          if (key.lacksAProperty()) {
            residuals.add(key);
          }
        });
    new ComparisonWriter(store, ledger).write(residuals);
  }

  private static FitFigures figures(PreparedStatement voxels, long fit) throws SQLException {
    voxels.setLong(1, fit);
    DoubleStream.Builder means = DoubleStream.builder();
    DoubleStream.Builder p = DoubleStream.builder();
    try (ResultSet row = voxels.executeQuery()) {
      while (row.next()) {
        means.add(row.getDouble(1));
        double value = row.getDouble(2);
        p.add(row.wasNull() ? Double.NaN : value);
      }
    }
    return FitFigures.of(means.build().toArray(), p.build().toArray());
  }
}
