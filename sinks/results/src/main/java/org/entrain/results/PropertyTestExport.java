package org.entrain.results;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.entrain.math.SignFlip;
import org.entrain.results.PropertyTest.OfParticipant;
import org.jspecify.annotations.Nullable;

/** Tests of properties as CSV. */
public final class PropertyTestExport {

  private PropertyTestExport() {}

  /**
   * Writes a row per participant and test, with the header {@code
   * model,step,layer,property,participant,initial,residual,difference,t,p_voxels,p_blocks,
   * q_blocks,significant_for_all,p_participants,q}: mean r over voxels; t and p of the published
   * paired test over voxels; p of the sign-flip test over blocks of test rows and its q by
   * Benjamini and Hochberg over all tests within persons, empty for scores of earlier versions;
   * whether p over voxels &lt; .05 for every person; p of the sign-flip test over persons and its q
   * by Benjamini and Hochberg over all tests.
   *
   * @param out where to; neither flushed nor closed
   * @return number of rows, without the header
   */
  public static long write(List<PropertyTest> tests, Writer out) throws IOException {
    CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
    csv.printRecord(
        "model",
        "step",
        "layer",
        "property",
        "participant",
        "initial",
        "residual",
        "difference",
        "t",
        "p_voxels",
        "p_blocks",
        "q_blocks",
        "significant_for_all",
        "p_participants",
        "q");
    long rows = 0;
    for (PropertyTest test : tests) {
      for (OfParticipant of : test.participants()) {
        @Nullable SignFlip blocks = of.overBlocks();
        csv.printRecord(
            ScoreExport.harmless(test.model()),
            test.step(),
            test.layer(),
            ScoreExport.harmless(test.property()),
            ScoreExport.harmless(of.participant()),
            of.initial(),
            of.residual(),
            of.initial() - of.residual(),
            of.overVoxels().t(),
            of.overVoxels().p(),
            blocks == null ? "" : blocks.p(),
            blocks == null ? "" : of.qOfBlocks(),
            test.significantForAll(),
            test.across().p(),
            test.q());
        rows++;
      }
    }
    return rows;
  }
}
