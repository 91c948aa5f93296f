package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References among names that hold every mark of a reference. */
class RowReferenceTest {

  private static final List<FitName> FITS =
      List.of(
          name(1, "nano", "A", "initial"),
          name(2, "nano", "A", "Tense"),
          name(3, "nano", "A:17", "initial"),
          name(4, "nano", "B/Tense", "initial"),
          name(5, "nano", "B", "Tense"),
          name(6, "org/nano@7/3/A", "A", "initial"),
          name(7, "=1+1", "A", "with-word-rate"),
          name(8, "nano", "B", "initial"),
          name(42, "nano", "42", "initial"),
          name(42, "copy", "42", "initial"));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "nano@7/3/A, 1, -1, -1",
        "nano@7/3/A/initial, 1, -1, -1",
        "nano@7/3/A/Tense, 2, -1, -1",
        "nano@7/3/A:16, 1, 16, -1",
        "nano@7/3/A:16:2, 1, 16, 2",
        "nano@7/3/A:17, 3, -1, -1",
        "nano@7/3/A/initial:17, 1, 17, -1",
        "nano@7/3/A:17:1, 3, 1, -1",
        "nano@7/3/A:17:17:1, 3, 17, 1",
        "nano@7/3/B/Tense/initial, 4, -1, -1",
        "org/nano@7/3/A@7/3/A:0, 6, 0, -1",
        "=1+1@7/3/A/with-word-rate, 7, -1, -1",
        "'=1+1@7/3/A/with-word-rate, 7, -1, -1",
        "4, 4, -1, -1",
        "42, 42, -1, -1",
        "42:3, 42, 3, -1",
        "copy@7/3/42, 42, -1, -1",
      })
  void reference_isReadByTheLongestNameThatFits(String text, long fit, int voxel, int fold) {
    RowReference row = RowReference.read(text, FITS);
    assertThat(row.fit().fit()).isEqualTo(fit);
    assertThat(row.voxel()).isEqualTo(voxel < 0 ? OptionalInt.empty() : OptionalInt.of(voxel));
    assertThat(row.fold()).isEqualTo(fold < 0 ? OptionalInt.empty() : OptionalInt.of(fold));
  }

  @Test
  void name_ofSeveralFits_isRefusedWithTheirNumbers() {
    assertThatThrownBy(() -> RowReference.read("nano@7/3/B/Tense", FITS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("4 is participant B/Tense, variant initial of nano@7 layer 3")
        .hasMessageContaining("5 is participant B, variant Tense of nano@7 layer 3");
  }

  @Test
  void unknownName_isRefusedWithTheNearest() {
    assertThatThrownBy(() -> RowReference.read("nano@7/3/A/Tens:12", FITS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found nano@7/3/A/Tens:12. The nearest of 10: nano@7/3/A/Tense,");
    assertThatThrownBy(() -> RowReference.read("nano@7/3/A", List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there are none yet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "nano@7/3",
        "nano@7/3/A:",
        "nano@7/3/A:x",
        "nano@7/3/A:1:2:3",
        "nano@7/3/A:-1",
        "9",
        "nano@7/3/A:99999999999",
        "nano@7/3/A'; DROP TABLE scores; --",
        "NANO@7/3/A"
      })
  void nonsense_isRefused(String text) {
    assertThatThrownBy(() -> RowReference.read(text, FITS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("The nearest of 10: ");
  }

  @ParameterizedTest
  @CsvSource({
    "nano@7/3/A:300, a voxel of 0 … 299 of nano@7/3/A",
    "nano@7/3/A:0:4, a fold of 0 … 3 of nano@7/3/A"
  })
  void placeBeyondTheFit_isRefused(String text, String expected) {
    assertThatThrownBy(() -> RowReference.read(text, FITS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void endlessText_isRefusedInAShortMessage() {
    assertThatThrownBy(() -> RowReference.read("nano@7/3/A".repeat(100_000), FITS))
        .isInstanceOf(InvalidInputException.class)
        .satisfies(fault -> assertThat(fault.getMessage()).hasSizeLessThan(600));
  }

  private static FitName name(long fit, String model, String participant, String variant) {
    return new FitName(fit, "unit", model, 7, 3, variant, participant, 300, 4);
  }
}
