package org.entrain.app.run;

import java.util.Collection;
import org.entrain.schemas.avro.Progress;

/**
 * Time of the work itself, to be compared with the time of the whole run.
 *
 * @param models seconds of forward passes
 * @param fits seconds of fits
 * @param properties seconds of removals and probes
 */
record WorkTime(double models, double fits, double properties) {

  static WorkTime of(Collection<Progress> progress) {
    return new WorkTime(
        seconds(progress, "embedding"),
        seconds(progress, "encoding"),
        seconds(progress, "properties"));
  }

  /**
   * The work since an earlier reading; never negative, though sums in another order may differ in
   * their last bits.
   */
  WorkTime since(WorkTime earlier) {
    return new WorkTime(
        Math.max(0, models - earlier.models),
        Math.max(0, fits - earlier.fits),
        Math.max(0, properties - earlier.properties));
  }

  private static double seconds(Collection<Progress> progress, String stage) {
    return progress.stream()
        .filter(state -> state.getStage().equals(stage))
        .mapToDouble(Progress::getSeconds)
        .sum();
  }
}
