package org.entrain.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
          entry("lambdas", "1e-6..1e10"),
          entry("seed", "1"),
          entry("embedding.windows", "256"),
          entry("embedding.batch", "32"),
          entry("voxels.per.record", "8192"),
          entry("partitions", "4"),
          entry("threads", "cores"),
          entry("model.memory", "5g"));

  @Test
  void paper_isTheDefault() {
    assertThat(Preset.DEFAULT).isEqualTo("paper");
    assertThat(Preset.values("paper")).containsExactlyInAnyOrderEntriesOf(PAPER);
  }

  @Test
  void publishedCausal_differsWhereTheProtocolSays() {
    assertThat(Preset.values("published-causal"))
        .containsExactlyInAnyOrderEntriesOf(
            paperBut(Map.of("pca", "10", "lags", "0-3", "lambdas", "1e-6..1e9")));
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
                    "words.skip", "20")));
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
        .isEqualTo(List.of("paper", "published-causal", "toneva-wehbe", "leave-one-run-out"));
  }

  private static Map<String, String> paperBut(Map<String, String> changes) {
    Map<String, String> values = new TreeMap<>(PAPER);
    values.putAll(changes);
    return values;
  }
}
