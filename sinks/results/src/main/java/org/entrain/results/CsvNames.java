package org.entrain.results;

import java.util.List;

/** Names in tables that a spreadsheet may open. */
public final class CsvNames {

  private CsvNames() {}

  /**
   * Model, step, layer, variant and participant of a fit, as every CSV has them: a name that would
   * be taken for a formula gets an apostrophe before it.
   */
  public static List<Object> cells(StoredFit fit) {
    return List.of(
        ScoreExport.harmless(fit.model()),
        fit.step(),
        fit.layer(),
        ScoreExport.harmless(fit.variant()),
        ScoreExport.harmless(fit.participant()));
  }
}
