package org.entrain.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrain.app.settings.Preset;
import org.entrain.app.settings.SettingKey;
import org.entrain.app.settings.SettingTable;
import picocli.CommandLine;

/** Lists settings under a command's help, from the table that also checks them. */
final class SettingsHelp {

  private SettingsHelp() {}

  /** Every setting, and those of Kafka's clients. */
  static void addAll(CommandLine command) {
    add(
        command,
        SettingTable.all(),
        "  kafka.NAME=VALUE",
        "      a setting of the Kafka clients, passed on as it is");
  }

  /** The settings that an extraction depends on. */
  static void addOfExtraction(CommandLine command) {
    add(command, SettingTable.ofExtraction());
  }

  private static void add(CommandLine command, List<SettingKey> keys, String... more) {
    List<String> footer =
        new ArrayList<>(List.of(command.getCommandSpec().usageMessage().footer()));
    footer.add("");
    footer.add("Settings (--set key=value), with the value of preset " + Preset.DEFAULT + ":");
    Map<String, String> values = Preset.values(Preset.DEFAULT);
    for (SettingKey key : keys) {
      footer.add("  %s=%s".formatted(key.name(), values.get(key.name())));
      footer.add("      %s; %s".formatted(key.doc(), key.values()));
    }
    footer.addAll(List.of(more));
    footer.add("Presets: " + String.join(", ", Preset.names()) + ".");
    // Percent signs would be taken for format specifiers.
    command
        .getCommandSpec()
        .usageMessage()
        .footer(footer.stream().map(text -> text.replace("%", "%%")).toArray(String[]::new));
  }
}
