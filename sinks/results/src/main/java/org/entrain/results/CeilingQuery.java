package org.entrain.results;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.entrain.schemas.avro.CeilingKind;

/** Noise ceilings as they are stored: their means, and every voxel as CSV. */
final class CeilingQuery {

  private static final String LINE_END = CSVFormat.RFC4180.getRecordSeparator();

  private CeilingQuery() {}

  static List<CeilingSummary> means(Connection connection) throws SQLException {
    List<CeilingSummary> means = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT stimulus, kind, others, participant, avg(ceiling) FROM noise_ceilings"
                    + " GROUP BY stimulus, kind, others, participant ORDER BY stimulus, kind, others, participant")) {
      while (row.next()) {
        means.add(
            new CeilingSummary(
                row.getString(1),
                row.getString(4),
                CeilingKind.valueOf(row.getString(2)),
                row.getInt(3),
                row.getDouble(5)));
      }
    }
    return means;
  }

  /** Writes the rows and returns their number, without the header. */
  static long export(Connection connection, Writer out) throws SQLException, IOException {
    out.write("participant,kind,others,voxel,ceiling" + LINE_END);
    long written = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT participant, kind, others, voxel, ceiling FROM noise_ceilings"
                    + " ORDER BY stimulus, participant, kind, voxel")) {
      while (row.next()) {
        out.append(ScoreExport.name(row.getString(1))).append(',');
        out.append(row.getString(2).toLowerCase(Locale.ROOT)).append(',');
        out.append(Integer.toString(row.getInt(3))).append(',');
        out.append(Integer.toString(row.getInt(4))).append(',');
        out.append(Double.toString(row.getDouble(5))).append(LINE_END);
        written++;
      }
    }
    return written;
  }
}
