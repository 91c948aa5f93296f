package org.entrain.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultOptionsTest {

  @Test
  void options_chooseSchedules() {
    FaultOptions options = parse("--only", "SIGTERM", "--seed", "7", "--reuse");
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.reuse()).isTrue();
    assertThat(options.choose(Schedules.all()))
        .isNotEmpty()
        .allMatch(schedule -> schedule.name().contains("SIGTERM"));
  }

  @Test
  void wordsBehindTheDashes_areInputOfRun() {
    FaultOptions options = parse("--set", "threads=1", "--", "--dataset", "a.yaml", "--reuse");
    assertThat(options.workload().input()).containsExactly("--dataset", "a.yaml", "--reuse");
    assertThat(options.workload().settings()).startsWith("threads=1");
    assertThat(options.reuse()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "--help, 'expected --short, --reuse'",
    "--only, '--only: value: expected one'",
    "--seed x, '--seed: value: expected a whole number'",
    "--set threads=1, 'expected input options after --'",
  })
  void words_thatMeanNothing_areRefused(String words, String message) {
    assertThatThrownBy(() -> parse(words.split(" ")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void noSchedule_isRefused() {
    FaultOptions options = parse("--only", "earthquake");
    assertThatThrownBy(() -> options.choose(Schedules.all()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found '--only earthquake'");
  }

  private static FaultOptions parse(String... words) {
    return FaultOptions.parse(
        Stream.concat(Stream.of("home", "folder"), Stream.of(words)).toList());
  }
}
