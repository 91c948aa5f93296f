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
   * @throws Refusal that names every fault found
   */
  public static ExtractInputs check(ExtractRequest request) {
    FaultList faults = new FaultList();
    @Nullable Settings settings =
        faults.attempt(
            () -> SettingResolver.resolve(request.preset(), null, Map.of(), request.assignments()));
    @Nullable List<String> words = faults.attempt(() -> words(request));
    Path out = request.out().toAbsolutePath().normalize();
    @Nullable List<Target> targets =
        faults.attempt(() -> Target.of(CheckpointScan.find(request.models()), out));
    Settings resolved = faults.require(settings);
    return new ExtractInputs(faults.require(words), faults.require(targets), resolved, out);
  }

  private static List<String> words(ExtractRequest request) {
    TextChoice.require(request.words(), request.dataset());
    if (request.words() != null) {
      return WordTable.read(request.words()).texts();
    }
    Path dataset = Objects.requireNonNull(request.dataset()).toAbsolutePath().normalize();
    return Dataset.open(dataset, request.dataRoot()).stimulus().words().stream()
        .map(Word::text)
        .toList();
  }
}
