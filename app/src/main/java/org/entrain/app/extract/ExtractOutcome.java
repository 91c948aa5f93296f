package org.entrain.app.extract;

import org.entrain.app.ExitCodes;

/**
 * What became of the checkpoints.
 *
 * @param computed checkpoints computed
 * @param copied checkpoints copied from one with equal weights
 * @param before checkpoints finished before
 * @param failed checkpoints that failed
 * @param begun whether there was work, not only refusals
 */
record ExtractOutcome(int computed, int copied, int before, int failed, boolean begun) {

  int exitCode() {
    if (failed == 0) {
      return ExitCodes.DONE;
    }
    return begun ? ExitCodes.FAILED : ExitCodes.REFUSED;
  }

  @Override
  public String toString() {
    return "%,d computed, %,d copied (equal weights), %,d finished before, %,d failed"
        .formatted(computed, copied, before, failed);
  }
}
