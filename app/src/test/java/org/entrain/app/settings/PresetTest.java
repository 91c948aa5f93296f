package org.entrain.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entrain.encoding.EncodingStageSettings;
import org.entrain.math.EncodingPreset;
import org.junit.jupiter.api.Test;

/** Pins every name and default: a change here changes what users get. */
class PresetTest {

  private static final Map<String, String> PAPER =
      Map.ofEntries(
          entry("context", "tokens"),
          entry("context.tokens", "50"),
          entry("representation", "last"),
          entry("word.tr", "containing"),
          entry("words.skip", "0"),
          entry("lags", "0-4"),
          entry("layers", "all"),
          entry("pca", "none"),
          entry("features.zscore", "none"),
          entry("folds", "5"),
          entry("gap", "5"),
          entry("inner.folds", "10"),
          entry("inner.gap", "0"),
          entry("lambdas", "1e-6..1e10"),
          entry("criterion", "fold-r2"),
          entry("lambda.scope", "voxel"),
          entry("intercept", "no"),
          entry("test.zscore", "own"),
          entry("drifts", "runs"),
          entry("permutations", "0"),
          entry("permutation.block", "10"),
          entry("permutation.maximum", "no"),
          entry("classification.draws", "0"),
          entry("classification.rows", "20"),
          entry("bands", "none"),
          entry("bands.samples", "20"),
          entry("properties", "none"),
          entry("removal", "ridge"),
          entry("property.coding", "one-hot"),
          entry("property.lambdas", "1e-5..1e5"),
          entry("probe.c", "1e-3..1e1"),
          entry("probe.selectivity", "no"),
          entry("seed", "1"),
          entry("embedding.windows", "256"),
          entry("embedding.batch", "32"),
          entry("voxels.per.record", "8192"),
          entry("partitions", "4"),
          entry("threads", "cores"),
          entry("encoding.memory", "768m"),
          entry("model.memory", "5g"));

  @Test
  void strict_isTheDefault() {
    assertThat(Preset.DEFAULT).isEqualTo("strict");
    assertThat(Preset.values("strict"))
        .containsExactlyInAnyOrderEntriesOf(
            paperBut(
                Map.of(
                    "folds", "runs-or-5",
                    "inner.gap", "5",
                    "intercept", "yes",
                    "criterion", "squared-error",
                    "test.zscore", "training",
                    "drifts", "folds",
                    "permutations", "10000",
                    "removal", "cross-fitted")));
  }

  @Test
  void paper_isTheProtocol() {
    assertThat(Preset.values("paper")).containsExactlyInAnyOrderEntriesOf(PAPER);
  }

  @Test
  void usualValues_areThoseOfTheDefault() {
    Map<String, String> values = Preset.values(Preset.DEFAULT);
    assertThat(SettingTable.all())
        .allSatisfy(key -> assertThat(key.usual()).isEqualTo(values.get(key.name())));
  }

  @Test
  void valuesOfEveryPreset_becomeThePresetsFit() {
    for (EncodingPreset preset : EncodingPreset.all()) {
      Settings settings = SettingResolver.resolve(preset.name(), null, Map.of(), List.of());
      assertThat(settings.fit()).isEqualTo(preset.fit());
      assertThat(settings.encoding()).isEqualTo(EncodingStageSettings.of(preset));
    }
  }

  /** Only these leave a result as it is; whatever else is set belongs to a state. */
  @Test
  void everySettingThatChangesAResult_isPinned() {
    assertThat(Preset.pinned("strict").keySet())
        .containsExactlyInAnyOrderElementsOf(
            PAPER.keySet().stream()
                .filter(name -> !name.equals("threads") && !name.endsWith(".memory"))
                .toList());
  }

  @Test
  void publishedCausal_differsWhereTheProtocolSays() {
    assertThat(Preset.values("published-causal"))
        .containsExactlyInAnyOrderEntriesOf(
            paperBut(
                Map.of(
                    "pca", "10",
                    "lags", "0-3",
                    "lambdas", "1e-6..1e9",
                    "property.coding", "ordinal",
                    "property.lambdas", "1e-3..1e5",
                    "probe.c", "1e-3..1e0")));
  }

  @Test
  void tonevaWehbe_differsWhereTheProtocolSays() {
    assertThat(Preset.values("toneva-wehbe"))
        .containsExactlyInAnyOrderEntriesOf(
            paperBut(
                Map.of(
                    "folds", "4",
                    "pca", "10",
                    "lags", "1-4",
                    "lambdas", "1e-6..1e9",
                    "features.zscore", "run",
                    "words.skip", "20",
                    "classification.draws", "1000")));
  }

  @Test
  void leaveOneRunOut_differsWhereTheProtocolSays() {
    assertThat(Preset.values("leave-one-run-out"))
        .containsExactlyInAnyOrderEntriesOf(paperBut(Map.of("folds", "runs", "gap", "0")));
  }

  @Test
  void everyValue_isItsOwnCanonicalForm() {
    for (String preset : Preset.names()) {
      Map<String, String> values = Preset.values(preset);
      for (SettingKey key : SettingTable.all()) {
        assertThat(key.canonical(values.get(key.name()))).isEqualTo(values.get(key.name()));
      }
    }
  }

  @Test
  void names_areThoseOfTheProtocol() {
    assertThat(Preset.names())
        .isEqualTo(
            List.of("strict", "paper", "published-causal", "toneva-wehbe", "leave-one-run-out"));
  }

  private static Map<String, String> paperBut(Map<String, String> changes) {
    Map<String, String> values = new TreeMap<>(PAPER);
    values.putAll(changes);
    return values;
  }
}
