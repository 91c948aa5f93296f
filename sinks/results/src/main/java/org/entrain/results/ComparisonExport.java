package org.entrain.results;

import java.io.IOException;
import java.io.Writer;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** A comparison of two runs as CSV. */
public final class ComparisonExport {

  private ComparisonExport() {}

  /**
   * Writes a row per fit that either run has, with the header {@code
   * model,step,variant,layer,participant,r_a,r_b,difference}; what a run lacks is empty.
   *
   * @param out where to; neither flushed nor closed
   * @return number of rows, without the header
   */
  public static long write(Comparison comparison, Writer out) throws IOException {
    CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
    csv.printRecord("model", "step", "variant", "layer", "participant", "r_a", "r_b", "difference");
    for (Comparison.Score score : comparison.scores()) {
      csv.printRecord(
          ScoreExport.harmless(score.model()),
          score.step(),
          ScoreExport.harmless(score.variant()),
          score.layer(),
          ScoreExport.harmless(score.participant()),
          number(score.first()),
          number(score.second()),
          number(score.difference()));
    }
    return comparison.scores().size();
  }

  private static @Nullable Double number(OptionalDouble r) {
    return r.isPresent() ? r.getAsDouble() : null;
  }
}
