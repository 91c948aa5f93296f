package org.entrain.dashboard;

import java.util.List;
import java.util.Map;
import org.entrain.results.Accounting;
import org.entrain.results.AnnouncedCheckpoint;
import org.entrain.results.CeilingSummary;
import org.entrain.results.Distribution;
import org.entrain.results.EdgeWarning;
import org.entrain.results.LabelClass;
import org.entrain.results.LabelPair;
import org.entrain.results.SignificantShare;

/**
 * All that a report shows, under the names that the page gives them.
 *
 * @param facts settings, versions and data of the run, by name
 */
record ReportData(
    Map<String, String> facts,
    List<AlignmentRow> alignment,
    List<Distribution> distributions,
    List<SignificantShare> significance,
    List<CeilingSummary> ceilings,
    List<EdgeWarning> warnings,
    List<PropertyRow> tests,
    List<ProbeRow> probes,
    List<LabelClass> classes,
    List<LabelPair> pairs,
    List<AnnouncedCheckpoint> checkpoints,
    Accounting accounting) {}
