package org.entrain.app.command;

import java.util.ArrayList;
import java.util.List;
import org.entrain.app.settings.Preset;
import org.entrain.app.settings.SettingKey;
import org.entrain.app.settings.SettingTable;
import picocli.CommandLine;

/** Lists every setting under a command's help, from the table that also checks them. */
final class SettingsHelp {

  private SettingsHelp() {}

  static void addTo(CommandLine command) {
    List<String> footer =
        new ArrayList<>(List.of(command.getCommandSpec().usageMessage().footer()));
    footer.add("");
    footer.add("Settings (--set key=value), with the value of preset " + Preset.DEFAULT + ":");
    for (SettingKey key : SettingTable.all()) {
      footer.add("  %s=%s".formatted(key.name(), key.usual()));
      footer.add("      %s; %s".formatted(key.doc(), key.values()));
    }
    footer.add("  kafka.NAME=VALUE");
    footer.add("      a setting of the Kafka clients, passed on as it is");
    footer.add("Presets: " + String.join(", ", Preset.names()) + ".");
    // Percent signs would be taken for format specifiers.
    command
        .getCommandSpec()
        .usageMessage()
        .footer(footer.stream().map(text -> text.replace("%", "%%")).toArray(String[]::new));
  }
}
