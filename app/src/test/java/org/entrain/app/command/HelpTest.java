package org.entrain.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.app.settings.Preset;
import org.entrain.app.settings.SettingKey;
import org.entrain.app.settings.SettingTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "add",
        "extract",
        "annotate",
        "results",
        "page",
        "report",
        "compare",
        "status",
        "worker",
        "produce",
        "topics",
        "dlq"
      })
  void help_ofEveryCommand_hasAnExample(String command) {
    Outcome outcome = CommandRunner.run(command, "--help");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("Usage: entrain " + command, "Example", "./entrain " + command);
    assertThat(outcome.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "worker", "produce"})
  void help_ofCommandsWithSettings_listsEachWithItsDefault(String command) {
    String help = CommandRunner.run(command, "--help").out();

    Map<String, String> values = Preset.values(Preset.DEFAULT);
    for (SettingKey key : SettingTable.all()) {
      assertThat(help).contains(key.name() + "=" + values.get(key.name()));
    }
  }

  @Test
  void help_ofExtract_listsOnlyWhatConcernsIt() {
    String help = CommandRunner.run("extract", "--help").out();

    assertThat(help).contains("context=tokens", "representation=last", "model.memory=5g");
    assertThat(help).doesNotContain("lambdas", "kafka.NAME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topics create",
        "topics check",
        "dlq list",
        "dlq show",
        "dlq redrive",
        "dlq drop"
      })
  void help_ofCommandsOnBrokers_saysHowToReachThem(String command) {
    Outcome outcome = CommandRunner.run((Object[]) (command + " --help").split(" "));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("Usage: entrain " + command, "--bootstrap-servers", "--state", "--kafka-config");
  }

  @Test
  void help_ofWorker_namesStagesAsTheyAreWritten() {
    assertThat(CommandRunner.run("worker", "--help").out())
        .containsIgnoringWhitespaces("planner, embedding, features, encoding, properties, results");
  }

  /** A change of the command line shows here, so that it is made on purpose. */
  @ParameterizedTest
  @ValueSource(strings = {"run", "extract", "annotate", "results", "page", "report", "compare"})
  void help_isAsPinned(String command) throws IOException {
    try (InputStream pinned = HelpTest.class.getResourceAsStream("help-" + command + ".txt")) {
      assertThat(pinned).isNotNull();
      assertThat(CommandRunner.run(command, "--help").out())
          .isEqualToNormalizingNewlines(new String(pinned.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
