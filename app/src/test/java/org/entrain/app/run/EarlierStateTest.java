package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.entrain.app.Environment;
import org.entrain.app.Refusal;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.settings.Preset;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.common.Locations;
import org.entrain.math.EncodingPreset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state as the version before contexts of words wrote it. */
class EarlierStateTest {

  private static final Environment ENVIRONMENT =
      new Environment(CommandRunner.HOME, false, false, 80);

  @TempDir private Path temporary;
  private StateFolder folder;

  @BeforeEach
  void writeState() throws IOException {
    folder = new StateFolder(temporary);
    String stimulus =
        new InputCheck(ENVIRONMENT, folder, Optional.empty(), Locations.local())
            .check(request())
            .dataset()
            .stimulus()
            .id();
    Files.writeString(
        temporary.resolve("state.json"),
        """
        {
          "format" : 1,
          "dataset" : "%s",
          "dataRoot" : null,
          "stimulus" : "%s",
          "preset" : "paper",
          "settings" : {
            "context.tokens" : "20",
            "embedding.batch" : "32",
            "embedding.windows" : "256",
            "features.zscore" : "none",
            "folds" : "5",
            "gap" : "5",
            "inner.folds" : "10",
            "lags" : "0-4",
            "lambdas" : "1e-6..1e10",
            "layers" : "all",
            "partitions" : "4",
            "pca" : "none",
            "seed" : "1",
            "voxels.per.record" : "8192",
            "word.tr" : "containing",
            "words.skip" : "0"
          },
          "places" : [ {
            "kind" : "MODELS",
            "model" : "nano",
            "step" : 0,
            "path" : "%s"
          } ],
          "recordings" : { }
        }
        """
            .formatted(
                ENVIRONMENT.sampleDataset(),
                stimulus,
                ENVIRONMENT.sampleModels().resolve("step0")));
  }

  @Test
  void state_ofAnEarlierVersion_isGoneOnWith() {
    Inputs inputs = check(request());

    assertThat(inputs.settings().values())
        .containsEntry("context", "tokens")
        .containsEntry("context.tokens", "20")
        .containsEntry("representation", "last");
    assertThat(inputs.checkpoints()).extracting(Completion::name).containsExactly("nano@0");
    assertThat(inputs.state().settings()).isEqualTo(inputs.settings().pinned());
  }

  @Test
  void state_ofAnEarlierVersion_staysOnItsPresetThoughTheDefaultIsAnother() {
    Settings settings = check(request()).settings();

    assertThat(settings.preset()).isEqualTo("paper").isNotEqualTo(Preset.DEFAULT);
    assertThat(settings.fit()).isEqualTo(EncodingPreset.PAPER.fit());
    RunRequest strict =
        new RunRequest(null, null, null, List.of(), List.of(), Preset.DEFAULT, List.of());
    assertThatThrownBy(() -> check(strict))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("criterion: made with fold-r2, asked for squared-error");
  }

  /** Before it could be chosen, removal was ridge in sample under every preset. */
  @Test
  void state_ofAnEarlierVersion_removesAsItDid() throws IOException {
    Path state = temporary.resolve("state.json");
    Files.writeString(state, Files.readString(state).replace("\"paper\"", "\"strict\""));

    assertThat(check(request()).settings().values()).containsEntry("removal", "ridge");
  }

  @Test
  void state_ofAnEarlierVersion_refusesWhatItCannotHaveBeenMadeWith() {
    assertThatThrownBy(() -> check(request("context=full")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("context: made with tokens, asked for full");
  }

  private Inputs check(RunRequest request) {
    return new InputCheck(ENVIRONMENT, folder, new StateStore(folder).read(), Locations.local())
        .check(request);
  }

  private static RunRequest request(String... settings) {
    return new RunRequest(null, null, null, List.of(), List.of(), null, List.of(settings));
  }
}
