package org.entrain.planner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordAssignmentTest {

  private static final double[] TIMES = {0, 2, 4, 10, 12};
  private static final int[] RUNS = {0, 0, 0, 1, 1};

  private static int[] assign(WordAssignment assignment, double onset, int run) {
    return assignment.assign(new double[] {onset}, new int[] {run}, TIMES, RUNS);
  }

  @Test
  void containing_onsetBetweenVolumes_isTheVolumeBefore() {
    assertThat(assign(WordAssignment.CONTAINING, 2.5, 0)).containsExactly(1);
    assertThat(assign(WordAssignment.CONTAINING, 5.9, 0)).containsExactly(2);
    assertThat(assign(WordAssignment.CONTAINING, 99, 1)).containsExactly(4);
  }

  @Test
  void containing_onsetAtAVolume_isTheVolumeBefore() {
    assertThat(assign(WordAssignment.CONTAINING, 2, 0)).containsExactly(0);
  }

  @Test
  void containing_onsetBeforeTheRun_isNone() {
    assertThat(assign(WordAssignment.CONTAINING, 0, 0)).containsExactly(-1);
    assertThat(assign(WordAssignment.CONTAINING, 9.5, 1)).containsExactly(-1);
  }

  @Test
  void preceding_onsetAtOrBeforeAVolume_isThatVolume() {
    assertThat(assign(WordAssignment.PRECEDING, 2, 0)).containsExactly(1);
    assertThat(assign(WordAssignment.PRECEDING, 2.1, 0)).containsExactly(2);
    assertThat(assign(WordAssignment.PRECEDING, 9.5, 1)).containsExactly(3);
  }

  @Test
  void preceding_onsetAfterTheRun_isNone() {
    assertThat(assign(WordAssignment.PRECEDING, 5, 0)).containsExactly(-1);
  }
}
