package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkTimeTest {

  @Test
  void since_anEarlierReading_isTheDifference() {
    assertThat(new WorkTime(5, 3, 1).since(new WorkTime(2, 1, 1))).isEqualTo(new WorkTime(3, 2, 0));
  }

  /** As sums of the same seconds in two orders are. */
  @Test
  void since_aReadingThatDiffersInItsLastBit_isNothing() {
    double sum = 0.1 + 0.2 + 0.3;
    double inAnotherOrder = 0.3 + 0.2 + 0.1;
    assertThat(inAnotherOrder).isLessThan(sum);

    WorkTime since =
        new WorkTime(inAnotherOrder, inAnotherOrder, inAnotherOrder)
            .since(new WorkTime(sum, sum, sum));

    assertThat(since).isEqualTo(new WorkTime(0, 0, 0));
  }
}
