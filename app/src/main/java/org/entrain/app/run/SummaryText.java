package org.entrain.app.run;

import java.util.List;
import java.util.Map;
import org.entrain.results.CeilingTable;
import org.entrain.results.LabelTable;
import org.entrain.results.ProbeScore;
import org.entrain.results.ProbeTable;
import org.entrain.results.PropertyLabels;
import org.entrain.results.PropertyTest;
import org.entrain.results.PropertyTestTable;
import org.entrain.results.ResultQueries;
import org.entrain.results.Selection;
import org.entrain.results.StoredKeys;
import org.entrain.results.SummaryTable;

/** The summary as text, headed by what it is about. */
public final class SummaryText {

  private SummaryText() {}

  /**
   * Dataset, preset and table.
   *
   * @param selection what is listed
   */
  public static String of(ResultQueries queries, Selection selection) {
    queries.check(selection);
    Map<String, String> settings = queries.settings();
    boolean simulated = Boolean.parseBoolean(settings.get(StoredKeys.SIMULATED));
    List<PropertyLabels> labels = selection.filter(queries.labels(), PropertyLabels::property);
    return "%s, preset %s%s\n\n%s%s%s%s%s"
        .formatted(
            settings.getOrDefault(StoredKeys.DATASET, "dataset"),
            settings.getOrDefault("preset", "unknown"),
            simulated ? " (the recordings are SIMULATED)" : "",
            SummaryTable.render(
                queries.summaryWithSignificance().of(selection), selection.baselines()),
            PropertyTestTable.render(
                selection.filter(queries.propertyTests(), PropertyTest::property)),
            ProbeTable.render(selection.filter(queries.probes(), ProbeScore::property)),
            labels.isEmpty() ? "" : LabelTable.render(labels) + "\n",
            CeilingTable.render(queries.ceilings()));
  }
}
