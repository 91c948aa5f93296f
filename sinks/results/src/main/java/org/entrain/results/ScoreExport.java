package org.entrain.results;

import java.io.IOException;
import java.io.Writer;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/** Writes scores as CSV. */
final class ScoreExport {

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  private static final String HEADER =
      "model,step,layer,variant,participant,voxel,fold,r,r2,lambda,p,accuracy";
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private ScoreExport() {}

  static void writeHeader(Writer out) throws IOException {
    out.write(HEADER + FORMAT.getRecordSeparator());
  }

  /** Writes the rows that are left; returns how many. */
  static long write(ScoreRows rows, Writer out) throws SQLException, IOException {
    long written = 0;
    @Nullable StoredFit fit = null;
    String names = "";
    StringBuilder line = new StringBuilder();
    while (rows.next()) {
      if (rows.fit() != fit) {
        fit = rows.fit();
        names = names(fit);
      }
      line.setLength(0);
      line.append(names);
      line.append(rows.voxel()).append(',').append(rows.fold()).append(',');
      line.append(rows.r()).append(',').append(rows.r2()).append(',');
      line.append(rows.lambda()).append(',');
      appendIfThere(line, rows.p());
      appendIfThere(line.append(','), rows.accuracy());
      line.append(FORMAT.getRecordSeparator());
      out.append(line);
      written++;
    }
    return written;
  }

  /** The first five cells, with a comma after each. */
  private static String names(StoredFit fit) {
    return "%s,%d,%d,%s,%s,"
        .formatted(
            name(fit.model()),
            fit.step(),
            fit.layer(),
            name(fit.variant()),
            name(fit.participant()));
  }

  private static void appendIfThere(StringBuilder line, double value) {
    if (!Double.isNaN(value)) {
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
