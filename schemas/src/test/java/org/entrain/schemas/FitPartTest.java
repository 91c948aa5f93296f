package org.entrain.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FitPartTest {

  @ParameterizedTest
  @CsvSource({
    "3/initial/F, 3, initial, 1, 1, F",
    "0/POS/2-of-3/F, 0, POS, 2, 3, F",
    "0/initial/a/b, 0, initial, 1, 1, a/b",
    "0/initial/2-of-2/a/b, 0, initial, 2, 2, a/b",
    "0/initial/2-of-2, 0, initial, 1, 1, 2-of-2",
    "0/initial/3-of-2/F, 0, initial, 1, 1, 3-of-2/F",
    "0/initial/0-of-2/F, 0, initial, 1, 1, 0-of-2/F",
  })
  void text_ofAFit_isReadAndWrittenAlike(
      String text, int layer, String variant, int share, int shares, String participant) {
    FitPart part = new FitPart(layer, variant, share, shares, participant);
    assertThat(FitPart.parse(text)).contains(part);
    assertThat(part.text()).isEqualTo(text);
    assertThat(FitPart.parse(text).orElseThrow().whole())
        .isEqualTo(new FitPart(layer, variant, 1, 1, participant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0/POS", "a/initial/F", "-1/initial/F", "9999999999/initial/F"})
  void text_ofAnotherForm_isNoFit(String text) {
    assertThat(FitPart.parse(text)).isEmpty();
  }

  @Test
  void progress_ofAnotherStage_isNoFit() {
    assertThat(FitPart.of(progress(FitPart.STAGE))).contains(new FitPart(0, "initial", 1, 1, "F"));
    assertThat(FitPart.of(progress("properties"))).isEmpty();
  }

  private static Progress progress(String stage) {
    return Progress.newBuilder()
        .setStage(stage)
        .setUnit("u")
        .setPart("0/initial/F")
        .setState(WorkState.DONE)
        .build();
  }
}
