package org.entrain.results.outputs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.entrain.results.CsvNames;
import org.entrain.results.StoredFit;

/** Table of the files in a folder: names of fits are not told from names of files. */
final class FileIndex {

  private static final List<String> NAMES =
      List.of("model", "step", "layer", "variant", "participant");

  private final Path folder;
  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /**
   * @param columns what the files of a fit are called
   */
  FileIndex(Path folder, String... columns) {
    this.folder = folder;
    this.columns = List.of(columns);
  }

  /**
   * Adds a fit.
   *
   * @param files its files, relative to the folder; empty for none
   */
  void add(StoredFit fit, String... files) {
    List<Object> row = new ArrayList<>(CsvNames.cells(fit));
    row.addAll(List.of(files));
    rows.add(row);
  }

  /** Writes {@code index.csv}: names as in the table of scores, then the files. */
  void write() throws OutputStopped {
    WholeFile.text(
        folder.resolve("index.csv"),
        out -> {
          CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
          List<String> header = new ArrayList<>(NAMES);
          header.addAll(columns);
          csv.printRecord(header);
          for (List<Object> row : rows) {
            csv.printRecord(row);
          }
        });
  }
}
