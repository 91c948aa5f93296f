package org.entrain.results;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBWritableVector;
import org.entrain.results.ParquetFile.Column;

/** Writes scores as Parquet, with the columns of {@link ScoreExport}. */
final class ScoreParquet {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("model", String.class),
          new Column("step", Long.class),
          new Column("layer", Integer.class),
          new Column("variant", String.class),
          new Column("participant", String.class),
          new Column("voxel", Integer.class),
          new Column("fold", Integer.class),
          new Column("r", Double.class),
          new Column("r2", Double.class),
          new Column("lambda", Double.class),
          new Column("p", Double.class),
          new Column("accuracy", Double.class));

  private ScoreParquet() {}

  static void write(ScoreRows rows, Path file) throws SQLException, IOException {
    ParquetFile.write(file, COLUMNS, (columns, at) -> next(rows, columns, at));
  }

  private static boolean next(ScoreRows rows, DuckDBWritableVector[] columns, long at)
      throws SQLException, IOException {
    if (!rows.next()) {
      return false;
    }
    StoredFit fit = rows.fit();
    columns[0].setString(at, fit.model());
    columns[1].setLong(at, fit.step());
    columns[2].setInt(at, fit.layer());
    columns[3].setString(at, fit.variant());
    columns[4].setString(at, fit.participant());
    columns[5].setInt(at, rows.voxel());
    columns[6].setInt(at, rows.fold());
    columns[7].setDouble(at, rows.r());
    columns[8].setDouble(at, rows.r2());
    columns[9].setDouble(at, rows.lambda());
    setIfThere(columns[10], at, rows.p());
    setIfThere(columns[11], at, rows.accuracy());
    return true;
  }

  private static void setIfThere(DuckDBWritableVector column, long at, double value) {
    if (Double.isNaN(value)) {
      column.setNull(at);
    } else {
      column.setDouble(at, value);
    }
  }
}
