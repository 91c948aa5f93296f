package org.entrain.encoding;

import java.util.stream.IntStream;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Plan;

/** What a plan says about the rows of its features. */
public final class Rows {

  private Rows() {}

  /** Number of rows. */
  static int count(Plan plan) {
    return plan.getKeptTrs().remaining() / Integer.BYTES;
  }

  /** Run of every row. */
  public static int[] runs(Plan plan) {
    int[] runOfTr = Vectors.ints(plan.getTrRuns());
    return IntStream.of(Vectors.ints(plan.getKeptTrs())).map(tr -> runOfTr[tr]).toArray();
  }
}
