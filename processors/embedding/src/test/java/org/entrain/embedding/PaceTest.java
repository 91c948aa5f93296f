package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final List<String> reports = new ArrayList<>();
  private long now = 5_000_000_000L;

  @Test
  void reports_areTwoSecondsApartAndNeverGoBack() {
    Pace pace =
        new Pace(
            (done, of, rate, left) -> reports.add("%d/%d %s %s".formatted(done, of, rate, left)),
            () -> now);
    pace.at(1, 100);
    after(1.9, pace, 2);
    after(0.1, pace, 10);
    after(1.0, pace, 20);
    after(1.0, pace, 8);
    after(0.0, pace, 40);
    after(9.0, pace, 100);

    assertThat(reports).containsExactly("10/100 5.0 18.0", "40/100 10.0 6.0");
    assertThat(pace.seconds()).isEqualTo(13);
  }

  private void after(double seconds, Pace pace, long done) {
    now += (long) (seconds * 1e9);
    pace.at(done, 100);
  }
}
