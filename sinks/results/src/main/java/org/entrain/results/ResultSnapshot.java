package org.entrain.results;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * The selected results of one committed state, which may be read again and again while others are
 * stored. Every way of reading has the same fits in the same order: by model, step, layer, variant
 * and participant; memory is bounded by one of them, however many there are. For one thread.
 */
public final class ResultSnapshot {

  private final Connection connection;
  private final List<StoredFit> fits;

  /** Takes the scores of a fit. */
  @FunctionalInterface
  public interface FitReader {
    void read(FitScores scores) throws IOException;
  }

  ResultSnapshot(Connection connection, List<StoredFit> fits) {
    this.connection = connection;
    this.fits = List.copyOf(fits);
  }

  /** The fits. */
  public List<StoredFit> fits() {
    return fits;
  }

  /** Number of their scores. */
  public long scores() {
    return fits.stream().mapToLong(StoredFit::scores).sum();
  }

  /**
   * Writes the scores as {@link ResultQueries#exportCsv} does.
   *
   * @param out where to; neither flushed nor closed
   * @return number of rows, without the header
   */
  public long writeCsv(Writer out, RowProgress progress) throws IOException {
    ScoreExport.writeHeader(out);
    try (ScoreRows rows = new ScoreRows(connection, fits, progress)) {
      return ScoreExport.write(rows, out);
    } catch (SQLException e) {
      throw new ResultStoreException("export scores", e);
    }
  }

  /**
   * Writes the scores as Parquet, with the rows and columns of {@link ResultQueries#exportCsv};
   * names as they are, null where the CSV has an empty cell.
   *
   * @param file written over
   * @throws IOException if the file cannot be written
   */
  public void writeParquet(Path file, RowProgress progress) throws IOException {
    try (ScoreRows rows = new ScoreRows(connection, fits, progress)) {
      ScoreParquet.write(rows, file);
    } catch (SQLException e) {
      throw new ResultStoreException("export scores", e);
    }
  }

  /**
   * Writes a row per fit as CSV (RFC 4180), with the header {@code
   * model,step,layer,variant,participant,mean_r,low_end_share,high_end_share,voxels,folds,trs,
   * permutations,constant_columns,kind,engine,settings,recording,unit}.
   *
   * @param out where to; neither flushed nor closed
   */
  public void writeFitsCsv(Writer out) throws IOException {
    FitTable.writeCsv(fits, out);
  }

  /**
   * Writes a row per fit as Parquet, with the columns of {@link #writeFitsCsv}.
   *
   * @param file written over
   * @throws IOException if the file cannot be written
   */
  public void writeFitsParquet(Path file) throws IOException {
    FitTable.writeParquet(fits, file);
  }

  /** Reads the scores of one fit after the other. */
  public void each(RowProgress progress, FitReader reader) throws IOException {
    try (ScoreRows rows = new ScoreRows(connection, fits, progress)) {
      for (StoredFit fit : fits) {
        reader.read(scores(fit, rows));
      }
      if (rows.next()) {
        throw new IllegalStateException("scores are left: " + rows.fit());
      }
    } catch (SQLException e) {
      throw new ResultStoreException("read scores", e);
    }
  }

  private static FitScores scores(StoredFit fit, ScoreRows rows) throws SQLException, IOException {
    double[] r = new double[Math.toIntExact(fit.scores())];
    double[] p = new double[fit.voxels()];
    Arrays.fill(p, Double.NaN);
    for (int row = 0; row < r.length; row++) {
      if (!rows.next() || !rows.fit().equals(fit)) {
        throw new IllegalStateException("scores: %d of %d of %s".formatted(row, r.length, fit));
      }
      r[rows.fold() * fit.voxels() + rows.voxel()] = rows.r();
      p[rows.voxel()] = rows.p();
    }
    return new FitScores(fit, r, p);
  }
}
