package org.entrain.results;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.duckdb.DuckDBWritableVector;
import org.entrain.results.ParquetFile.Column;

/** A row per fit, as CSV or Parquet. */
final class FitTable {

  private record Cell(Column column, Function<StoredFit, Object> value) {
    static Cell of(String name, Class<?> type, Function<StoredFit, Object> value) {
      return new Cell(new Column(name, type), value);
    }
  }

  private static final List<Cell> CELLS =
      List.of(
          Cell.of("model", String.class, StoredFit::model),
          Cell.of("step", Long.class, StoredFit::step),
          Cell.of("layer", Integer.class, StoredFit::layer),
          Cell.of("variant", String.class, StoredFit::variant),
          Cell.of("participant", String.class, StoredFit::participant),
          Cell.of("mean_r", Double.class, StoredFit::meanR),
          Cell.of("low_end_share", Double.class, StoredFit::lowEndShare),
          Cell.of("high_end_share", Double.class, StoredFit::highEndShare),
          Cell.of("voxels", Integer.class, StoredFit::voxels),
          Cell.of("folds", Integer.class, StoredFit::folds),
          Cell.of("trs", Integer.class, StoredFit::trs),
          Cell.of("permutations", Integer.class, StoredFit::permutations),
          Cell.of("constant_columns", Integer.class, StoredFit::constantColumns),
          Cell.of("kind", String.class, StoredFit::kind),
          Cell.of("engine", String.class, StoredFit::engine),
          Cell.of("settings", String.class, StoredFit::settings),
          Cell.of("recording", String.class, StoredFit::recording),
          Cell.of("unit", String.class, StoredFit::unit));

  private FitTable() {}

  static void writeCsv(List<StoredFit> fits, Writer out) throws IOException {
    CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
    csv.printRecord(CELLS.stream().map(cell -> cell.column().name()));
    for (StoredFit fit : fits) {
      csv.printRecord(CELLS.stream().map(cell -> printed(cell.value().apply(fit))));
    }
  }

  private static Object printed(Object value) {
    return value instanceof String text ? ScoreExport.harmless(text) : value;
  }

  static void writeParquet(List<StoredFit> fits, Path file) throws IOException {
    Iterator<StoredFit> rows = fits.iterator();
    try {
      ParquetFile.write(
          file,
          CELLS.stream().map(Cell::column).toList(),
          (columns, at) -> {
            if (!rows.hasNext()) {
              return false;
            }
            StoredFit fit = rows.next();
            for (int i = 0; i < columns.length; i++) {
              set(columns[i], at, CELLS.get(i).value().apply(fit));
            }
            return true;
          });
    } catch (SQLException e) {
      throw new ResultStoreException("read fits", e);
    }
  }

  private static void set(DuckDBWritableVector column, long at, Object value) {
    if (value instanceof Integer number) {
      column.setInt(at, number);
    } else if (value instanceof Long number) {
      column.setLong(at, number);
    } else if (value instanceof Double number) {
      column.setDouble(at, number);
    } else {
      column.setString(at, value.toString());
    }
  }
}
