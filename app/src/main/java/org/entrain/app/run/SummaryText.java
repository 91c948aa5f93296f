package org.entrain.app.run;

import java.util.Map;
import org.entrain.results.CeilingTable;
import org.entrain.results.ProbeTable;
import org.entrain.results.ResultQueries;
import org.entrain.results.SummaryTable;

/** The summary as text, headed by what it is about. */
public final class SummaryText {

  private SummaryText() {}

  /**
   * Dataset, preset and table.
   *
   * @param baselines whether baselines are listed
   */
  public static String of(ResultQueries queries, boolean baselines) {
    Map<String, String> settings = queries.settings();
    boolean simulated = Boolean.parseBoolean(settings.get(StoredKeys.SIMULATED));
    return "%s, preset %s%s\n\n%s%s%s"
        .formatted(
            settings.getOrDefault(StoredKeys.DATASET, "dataset"),
            settings.getOrDefault("preset", "unknown"),
            simulated ? " (the recordings are SIMULATED)" : "",
            SummaryTable.render(queries.summaryWithSignificance(), baselines),
            ProbeTable.render(queries.probes()),
            CeilingTable.render(queries.ceilings()));
  }
}
