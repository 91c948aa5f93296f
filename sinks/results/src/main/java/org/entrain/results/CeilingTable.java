package org.entrain.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entrain.schemas.avro.CeilingKind;

/** Noise ceilings as text for a terminal, beside the scores and never in them. */
public final class CeilingTable {

  private static final int WIDTH = 100;

  private CeilingTable() {}

  /**
   * Renders the participants' means; nothing if there are none. Lines end with a newline and are at
   * most 100 columns wide where names allow.
   */
  public static String render(List<CeilingSummary> ceilings) {
    Map<String, StringBuilder> sections = new LinkedHashMap<>();
    for (CeilingSummary ceiling : ceilings) {
      StringBuilder section =
          sections.computeIfAbsent(
              ceiling.stimulus() + title(ceiling), absent -> new StringBuilder(title(ceiling)));
      String cell = String.format(Locale.ROOT, "  %s %.4f", ceiling.participant(), ceiling.mean());
      int line = section.length() - section.lastIndexOf("\n") - 1;
      section.append(line + cell.length() > WIDTH ? "\n" : "").append(cell);
    }
    StringBuilder text = new StringBuilder();
    sections.values().forEach(section -> text.append(section).append('\n'));
    return text.toString();
  }

  private static String title(CeilingSummary ceiling) {
    return "Noise ceiling (r %s the mean of %d other%s), mean over voxels:\n"
        .formatted(
            ceiling.kind() == CeilingKind.ACROSS ? "with" : "of each repeat with",
            ceiling.others(),
            ceiling.others() == 1 ? "" : "s");
  }
}
