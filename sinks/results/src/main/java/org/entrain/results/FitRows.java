package org.entrain.results;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the ledger and of the small tables of some fits. */
final class FitRows {

  private final List<@Nullable Object[]> fits = new ArrayList<>();
  private final List<@Nullable Object[]> folds = new ArrayList<>();
  private final List<@Nullable Object[]> parts = new ArrayList<>();
  private final List<@Nullable Object[]> histograms = new ArrayList<>();
  private final List<@Nullable Object[]> smallP = new ArrayList<>();

  void add(FitKey key, long fit, FitTotals totals, @Nullable Object[] provenance) {
    FitFigures figures = totals.figures();
    fits.add(totals.row(key, fit, figures, provenance));
    folds.addAll(totals.foldRows(fit));
    parts.addAll(totals.blockRows(fit));
    histograms.addAll(figures.histogramRows(fit));
    smallP.addAll(figures.smallPRows(fit));
  }

  void write(StoreWriter store) throws SQLException {
    Tables.FITS.replace(store, fits);
    Tables.FOLDS.replace(store, folds);
    Tables.BLOCK_PARTS.replaceAll(store, parts);
    Tables.HISTOGRAMS.replaceAll(store, histograms);
    Tables.SMALL_P.replaceAll(store, smallP);
  }
}
