package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.Test;

class ResultEventsTest {

  @Test
  void progressWithTheCharacterZeroInAName_isRefused_inItsCauseItIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResultEvents.check(failed("u\0", "0/initial/A", "no")))
        .withMessageContaining("the character 0 in unit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResultEvents.check(failed("u", "0/initial/\0", "no")));
    assertThatCode(() -> ResultEvents.check(failed("u", "0/initial/A", "a\0b")))
        .doesNotThrowAnyException();
  }

  private static Progress failed(String unit, String part, String cause) {
    return Progress.newBuilder()
        .setStage("encoding")
        .setUnit(unit)
        .setPart(part)
        .setState(WorkState.FAILED)
        .setCause(cause)
        .build();
  }
}
