package org.entrain.results;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Distributions of labels as CSV, for the paper's Figures 2, 3, 9 and 10. */
public final class LabelExport {

  private LabelExport() {}

  /**
   * Writes a row per property and value, with the header {@code
   * stimulus,property,kind,value,words,sentences}: {@code class} or {@code raw}; sentences are
   * empty where the property is one of words, or sentences are not known.
   *
   * @param out where to; neither flushed nor closed
   * @return number of rows, without the header
   */
  public static long write(List<PropertyLabels> labels, Writer out) throws IOException {
    CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
    csv.printRecord("stimulus", "property", "kind", "value", "words", "sentences");
    long rows = 0;
    for (PropertyLabels column : labels) {
      rows += write(csv, column, "class", column.classes());
      rows += write(csv, column, "raw", column.raw());
    }
    return rows;
  }

  private static long write(CSVPrinter csv, PropertyLabels column, String kind, List<String> values)
      throws IOException {
    Map<String, int[]> counts = new TreeMap<>();
    values.forEach(value -> counts.computeIfAbsent(value, absent -> new int[2])[0]++);
    boolean ofSentences = column.ofSentences();
    if (ofSentences && !values.isEmpty()) {
      column
          .firstWords()
          .forEach(word -> counts.computeIfAbsent(values.get(word), absent -> new int[2])[1]++);
    }
    for (Map.Entry<String, int[]> count : counts.entrySet()) {
      csv.printRecord(
          column.stimulus(),
          ScoreExport.harmless(column.property()),
          kind,
          ScoreExport.harmless(count.getKey()),
          count.getValue()[0],
          ofSentences ? count.getValue()[1] : "");
    }
    return counts.size();
  }
}
