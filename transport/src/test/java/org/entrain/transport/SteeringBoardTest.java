package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.schemas.avro.SteeringTarget.CHECKPOINT;
import static org.entrain.schemas.avro.WantedState.ACTIVE;
import static org.entrain.schemas.avro.WantedState.CANCELLED;
import static org.entrain.schemas.avro.WantedState.PAUSED;

import org.entrain.schemas.avro.Steering;
import org.junit.jupiter.api.Test;

class SteeringBoardTest {

  private static final String NAME = "m@0";
  private static final long HOUR = 3_600_000;

  private final SteeringBoard board = new SteeringBoard();

  @Test
  void wishes_ofSendersWhoseClocksDiffer_holdInTheOrderOfTheLog() {
    SteeringBoard ahead = new SteeringBoard();
    SteeringBoard behind = new SteeringBoard();
    Steering first = ahead.next(CHECKPOINT, NAME, PAUSED, 2 * HOUR);
    Steering second = behind.next(CHECKPOINT, NAME, ACTIVE, HOUR);

    assertThat(board.accept(first)).isTrue();
    assertThat(board.accept(second)).isTrue();
    assertThat(board.wanted(CHECKPOINT, NAME)).isEqualTo(ACTIVE);
  }

  @Test
  void record_readTwice_changesNothing() {
    Steering paused = board.next(CHECKPOINT, NAME, PAUSED, HOUR);
    assertThat(board.accept(paused)).isTrue();
    assertThat(board.accept(paused)).isFalse();
    assertThat(board.wanted(CHECKPOINT, NAME)).isEqualTo(PAUSED);
  }

  @Test
  void cut_isKept_whereALaterSenderDidNotKnowOfIt() {
    Steering unaware = new SteeringBoard().next(CHECKPOINT, NAME, ACTIVE, 0);
    board.accept(board.next(CHECKPOINT, NAME, CANCELLED, 0));
    board.accept(unaware);
    assertThat(unaware.getCut()).isFalse();
    assertThat(board.wasCut("i", "m", 0)).isTrue();
    assertThat(board.next(CHECKPOINT, NAME, PAUSED, 0).getCut()).isTrue();
  }
}
