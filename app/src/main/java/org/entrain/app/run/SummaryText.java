package org.entrain.app.run;

import java.util.List;
import java.util.Map;
import org.entrain.results.CeilingTable;
import org.entrain.results.LabelTable;
import org.entrain.results.ProbeTable;
import org.entrain.results.PropertyLabels;
import org.entrain.results.PropertyTestTable;
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
    List<PropertyLabels> labels = queries.labels();
    return "%s, preset %s%s\n\n%s%s%s%s%s"
        .formatted(
            settings.getOrDefault(StoredKeys.DATASET, "dataset"),
            settings.getOrDefault("preset", "unknown"),
            simulated ? " (the recordings are SIMULATED)" : "",
            SummaryTable.render(queries.summaryWithSignificance(), baselines),
            PropertyTestTable.render(queries.propertyTests()),
            ProbeTable.render(queries.probes()),
            labels.isEmpty() ? "" : LabelTable.render(labels) + "\n",
            CeilingTable.render(queries.ceilings()));
  }
}
