package org.entrain.results;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;

/**
 * Streams the scores. The fits are few and are sorted first; their rows are fetched for some fits
 * at a time and need sorting only by voxel and fold. Sorting millions of rows by name would spill
 * to disk, and its first row would come after its last one has been read.
 */
final class ScoreExport {

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  private static final String HEADER =
      "model,step,layer,variant,participant,voxel,fold,r,r2,lambda,p,accuracy";
  private static final long ROWS_AT_A_TIME = 200_000;
  private static final int FETCHED = 10_000;
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final Connection connection;
  private final Writer out;

  /**
   * @param rows number of its rows
   * @param prefix its names as the first five cells, with a comma after each
   */
  private record Fit(long id, long rows, String prefix) {}

  ScoreExport(Connection connection, Writer out) {
    this.connection = connection;
    this.out = out;
  }

  long write(Selection selection) throws SQLException, IOException {
    out.write(HEADER + FORMAT.getRecordSeparator());
    long written = 0;
    List<Fit> group = new ArrayList<>();
    long rows = 0;
    for (Fit fit : fits(selection)) {
      group.add(fit);
      rows += fit.rows();
      if (rows >= ROWS_AT_A_TIME) {
        written += write(group);
        group.clear();
        rows = 0;
      }
    }
    return written + write(group);
  }

  private List<Fit> fits(Selection selection) throws SQLException {
    List<Fit> fits = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT model, step, layer, variant, participant, fit, CAST(voxels AS BIGINT) * folds"
                + " FROM named_fits WHERE ? OR kind NOT IN ('WORD_RATE', 'RANDOM')"
                + " ORDER BY model, step, layer, variant, participant")) {
      statement.setBoolean(1, selection.baselines());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (!selection.variant(row.getString(4))) {
            continue;
          }
          String prefix =
              "%s,%d,%d,%s,%s,"
                  .formatted(
                      name(row.getString(1)),
                      row.getLong(2),
                      row.getInt(3),
                      name(row.getString(4)),
                      name(row.getString(5)));
          fits.add(new Fit(row.getLong(6), row.getLong(7), prefix));
        }
      }
    }
    return fits;
  }

  private long write(List<Fit> fits) throws SQLException, IOException {
    if (fits.isEmpty()) {
      return 0;
    }
    // Numbers of ours, not text of anybody: safe to put into the statement.
    String list =
        IntStream.range(0, fits.size())
            .mapToObj(place -> "(%d, %d)".formatted(fits.get(place).id(), place))
            .collect(Collectors.joining(", "));
    String query =
        "SELECT w.place, s.voxel, s.fold, s.r, s.r2, s.\"lambda\", s.p, s.accuracy FROM scores s"
            + " JOIN (VALUES %s) w(fit, place) USING (fit)"
            + " ORDER BY w.place, s.voxel, s.fold";
    long written = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = executed(statement, query.formatted(list))) {
      StringBuilder line = new StringBuilder();
      while (row.next()) {
        line.setLength(0);
        line.append(fits.get(row.getInt(1)).prefix());
        line.append(row.getInt(2)).append(',').append(row.getInt(3)).append(',');
        line.append(row.getDouble(4)).append(',').append(row.getDouble(5)).append(',');
        line.append(row.getDouble(6)).append(',');
        appendIfThere(line, row, 7);
        appendIfThere(line.append(','), row, 8);
        line.append(FORMAT.getRecordSeparator());
        out.append(line);
        written++;
      }
    }
    return written;
  }

  private static ResultSet executed(Statement statement, String query) throws SQLException {
    statement.setFetchSize(FETCHED);
    return statement.executeQuery(query);
  }

  private static void appendIfThere(StringBuilder line, ResultSet row, int column)
      throws SQLException {
    double value = row.getDouble(column);
    if (!row.wasNull()) {
      line.append(value);
    }
  }

  static String name(String name) {
    return FORMAT.format(harmless(name));
  }

  /** The name, with an apostrophe before what a spreadsheet would compute; numbers are numbers. */
  static String harmless(String name) {
    boolean formula =
        !name.isEmpty() && (name.charAt(0) < ' ' || "=+-@".indexOf(name.charAt(0)) >= 0);
    return formula && !NUMBER.matcher(name).matches() ? "'" + name : name;
  }
}
