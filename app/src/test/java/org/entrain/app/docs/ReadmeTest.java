package org.entrain.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.settings.Preset;
import org.entrain.app.settings.SettingKey;
import org.entrain.app.settings.SettingTable;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.junit.jupiter.api.Test;

/** What the README lists is what the code has. */
class ReadmeTest {

  private static final Path README = CommandRunner.HOME.resolve("README.md");

  @Test
  void settings_tableOfTheReadme_isTheCodes() throws IOException {
    String table =
        SettingTable.all().stream()
            .map(ReadmeTest::row)
            .collect(
                Collectors.joining(
                    "\n",
                    "| setting | `%s` | what |\n|---|---|---|\n".formatted(Preset.DEFAULT),
                    "\n"));
    assertThat(Files.readString(README)).contains(table);
  }

  @Test
  void topics_tableOfTheReadme_isTheCodes() throws IOException {
    String table =
        new Topics(4)
            .all().stream()
                .map(ReadmeTest::row)
                .collect(
                    Collectors.joining(
                        "\n", "| topic | key | event | partitions |\n|---|---|---|---|\n", "\n"));
    assertThat(Files.readString(README)).contains(table);
  }

  @Test
  void presetsAndCommands_areNamedInTheReadme() throws IOException {
    String readme = Files.readString(README);
    assertThat(readme).contains(Preset.names().stream().map(name -> "`" + name + "`").toList());
    for (String command :
        new String[] {"run", "add", "extract", "results", "status", "worker", "produce"}) {
      assertThat(readme).contains("./entrain " + command);
    }
  }

  @Test
  void testCommand_isWhatContinuousIntegrationRuns() throws IOException {
    String command = "./mvnw -B verify";
    assertThat(Files.readString(README)).contains("\n" + command + "\n");
    assertThat(Files.readString(CommandRunner.HOME.resolve(".ci/run")))
        .contains("\n" + command + "\n")
        .endsWith("\n.ci/scan\n");
  }

  private static String row(SettingKey key) {
    return "| `%s` | %s | %s |"
        .formatted(key.name(), Preset.values(Preset.DEFAULT).get(key.name()), key.doc());
  }

  private static String row(Topic<?> topic) {
    return "| `%s` | %s | [%s](schemas/src/main/avro/%s.avsc) | %d |"
        .formatted(
            topic.name(),
            topic.key(),
            topic.values().schema().getName(),
            topic.values().schema().getName(),
            topic.partitions());
  }
}
