package org.entrain.app.extract;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.entrain.app.Refusal;
import org.entrain.app.run.FaultList;
import org.entrain.app.run.TextChoice;
import org.entrain.app.settings.SettingResolver;
import org.entrain.app.settings.Settings;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.producers.checkpoints.CheckpointScan;
import org.entrain.producers.dataset.Dataset;
import org.entrain.producers.stimulus.Word;
import org.entrain.producers.stimulus.WordTable;
import org.jspecify.annotations.Nullable;

/** Checks what every checkpoint of an extraction needs; writes nothing and opens no checkpoint. */
public final class ExtractCheck {

  private ExtractCheck() {}

  /**
   * Checks a request.
   *
   * @param locations how what is named comes to this machine
   * @throws Refusal that names every fault found
   */
  public static ExtractInputs check(ExtractRequest request, Locations locations) {
    FaultList faults = new FaultList();
    @Nullable Settings settings =
        faults.attempt(
            () -> SettingResolver.resolve(request.preset(), null, Map.of(), request.assignments()));
    @Nullable List<String> words = faults.attempt(() -> words(request, locations));
    Path out = request.out().toAbsolutePath().normalize();
    @Nullable List<Target> targets =
        faults.attempt(() -> Target.of(CheckpointScan.find(request.models(), locations), out));
    Settings resolved = faults.require(settings);
    return new ExtractInputs(
        faults.require(words), faults.require(targets), resolved, out, locations);
  }

  private static List<String> words(ExtractRequest request, Locations locations) {
    TextChoice.require(request.words(), request.dataset());
    if (request.words() != null) {
      try (LocalCopy table = locations.file(request.words())) {
        return WordTable.read(table.path()).texts();
      }
    }
    Location dataset = Objects.requireNonNull(request.dataset());
    return Dataset.open(dataset, request.dataRoot(), locations).stimulus().words().stream()
        .map(Word::text)
        .toList();
  }
}
