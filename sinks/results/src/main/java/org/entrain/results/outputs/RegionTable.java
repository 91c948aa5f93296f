package org.entrain.results.outputs;

import java.io.IOException;
import java.io.Writer;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.entrain.results.CsvNames;
import org.entrain.results.FitScores;
import org.entrain.results.ResultSnapshot;
import org.entrain.results.RowProgress;

/** A row per fit and voxel, where a voxel is a region: small enough to read. */
final class RegionTable {

  private static final String HEADER = "model,step,layer,variant,participant,region,r,p";
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private RegionTable() {}

  /** Writes mean r over folds and p, empty without a test; regions from 0. */
  static void write(ResultSnapshot snapshot, RowProgress progress, Writer out) throws IOException {
    out.write(HEADER + FORMAT.getRecordSeparator());
    snapshot.each(progress, scores -> write(scores, out));
  }

  private static void write(FitScores scores, Writer out) throws IOException {
    String names =
        CsvNames.cells(scores.fit()).stream().map(FORMAT::format).collect(Collectors.joining(","));
    double[] r = scores.meanR();
    double[] p = scores.p();
    for (int region = 0; region < r.length; region++) {
      String tested = Double.isNaN(p[region]) ? "" : Double.toString(p[region]);
      out.write(names + "," + region + "," + r[region] + "," + tested);
      out.write(FORMAT.getRecordSeparator());
    }
  }
}
