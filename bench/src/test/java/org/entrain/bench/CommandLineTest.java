package org.entrain.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void words_comeOneAfterAnother() {
    CommandLine words = new CommandLine(List.of("--units", "48", "--set", "a=b"));
    assertThat(words.next("option")).isEqualTo("--units");
    assertThat(words.count("--units")).isEqualTo(48);
    assertThat(words.next("option")).isEqualTo("--set");
    assertThat(words.next("--set")).isEqualTo("a=b");
    assertThat(words.hasNext()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "many", "", "1000000000"})
  void count_thatIsNone_isRefused(String word) {
    assertThatThrownBy(() -> new CommandLine(List.of(word)).count("--units"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--units: value: expected a whole number from 1 to 999999999")
        .hasMessageContaining("found '" + word + "'");
  }

  @Test
  void option_withoutItsValue_isRefused() {
    assertThatThrownBy(() -> new CommandLine(List.of()).next("--only"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--only: value: expected one, found the end of the line");
  }
}
