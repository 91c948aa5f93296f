package org.entrain.results;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scores of some fits, one after the other, in the order of the fits, by voxel and fold. The fits
 * are few and are sorted first; their rows are fetched for some fits at a time and need sorting
 * only by voxel and fold. Sorting millions of rows by name would spill to disk, and its first row
 * would come after its last one has been read.
 */
final class ScoreRows implements AutoCloseable {

  private static final long ROWS_AT_A_TIME = 200_000;
  private static final int ROWS_A_REPORT = 20_000;

  /** PostgreSQL would hold all of them. */
  private static final int FETCHED = 10_000;

  private final Connection connection;
  private final List<StoredFit> fits;
  private final RowProgress progress;
  private int first;
  private int end;
  private long read;
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet row;
  private @Nullable StoredFit fit;

  ScoreRows(Connection connection, List<StoredFit> fits, RowProgress progress) {
    this.connection = connection;
    this.fits = fits;
    this.progress = progress;
  }

  /** Goes to the next row; false after the last one. */
  boolean next() throws SQLException, IOException {
    while (row == null || !row.next()) {
      close();
      if (end == fits.size()) {
        progress.read(read);
        return false;
      }
      fetch();
    }
    fit = fits.get(first + row.getInt(1));
    if (++read % ROWS_A_REPORT == 0) {
      progress.read(read);
    }
    return true;
  }

  /** The fit of this row. */
  StoredFit fit() {
    if (fit == null) {
      throw new IllegalStateException("there is no row");
    }
    return fit;
  }

  int voxel() throws SQLException {
    return row().getInt(2);
  }

  int fold() throws SQLException {
    return row().getInt(3);
  }

  double r() throws SQLException {
    return row().getDouble(4);
  }

  double r2() throws SQLException {
    return row().getDouble(5);
  }

  double lambda() throws SQLException {
    return row().getDouble(6);
  }

  /** NaN without a test. */
  double p() throws SQLException {
    return orNaN(7);
  }

  /** NaN without a classification. */
  double accuracy() throws SQLException {
    return orNaN(8);
  }

  private double orNaN(int column) throws SQLException {
    ResultSet current = row();
    double value = current.getDouble(column);
    return current.wasNull() ? Double.NaN : value;
  }

  private ResultSet row() {
    if (row == null) {
      throw new IllegalStateException("there is no row");
    }
    return row;
  }

  private void fetch() throws SQLException {
    first = end;
    long rows = 0;
    while (end < fits.size() && rows < ROWS_AT_A_TIME) {
      rows += fits.get(end++).scores();
    }
    // Numbers of ours, not text of anybody: safe to put into the statement.
    String places =
        IntStream.range(first, end)
            .mapToObj(i -> "(%d, %d)".formatted(fits.get(i).number(), i - first))
            .collect(Collectors.joining(", "));
    String query =
        "SELECT w.place, s.voxel, s.fold, s.r, s.r2, s.\"lambda\", s.p, s.accuracy FROM scores s"
            + " JOIN (VALUES %s) AS w(fit, place) ON s.fit = w.fit"
            + " ORDER BY w.place, s.voxel, s.fold";
    PreparedStatement prepared = connection.prepareStatement(query.formatted(places));
    statement = prepared;
    prepared.setFetchSize(FETCHED);
    row = prepared.executeQuery();
  }

  @Override
  public void close() throws SQLException {
    row = null;
    if (statement != null) {
      statement.close();
      statement = null;
    }
  }
}
