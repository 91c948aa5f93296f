package org.entrain.app.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entrain.math.Classification;
import org.entrain.math.EncodingPreset;
import org.entrain.math.EncodingSettings;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.Significance;
import org.entrain.math.properties.RemovalMethod;
import org.jspecify.annotations.Nullable;

/** Defaults of every setting under a preset. */
public final class Preset {

  /** The preset of a run that names none. */
  public static final String DEFAULT = EncodingPreset.STRICT.name();

  private static final String PUBLISHED = "published-causal";

  /** As the published code removes and probes properties. */
  private static final Map<String, String> PUBLISHED_PROPERTIES =
      Map.of(
          SettingTable.PROPERTY_CODING.name(),
          "ordinal",
          SettingTable.PROPERTY_LAMBDAS.name(),
          "1e-3..1e5",
          SettingTable.PROBE_STRENGTHS.name(),
          "1e-3..1e0");

  private Preset() {}

  /** Names of the presets, the default first. */
  public static List<String> names() {
    return EncodingPreset.all().stream().map(EncodingPreset::name).toList();
  }

  /**
   * Value of every setting, by name.
   *
   * @throws IllegalArgumentException if there is no such preset
   */
  public static Map<String, String> values(String name) {
    EncodingPreset preset = EncodingPreset.named(name);
    Map<String, String> values = new TreeMap<>();
    SettingTable.all().forEach(key -> values.put(key.name(), key.usual()));
    values.put(SettingTable.LAGS.name(), Numbers.format(preset.lags().trs()));
    values.put(SettingTable.PCA.name(), orWord(preset.pcaComponents(), "none"));
    values.put(SettingTable.ZSCORE.name(), preset.zScorePerRun() ? "run" : "none");
    values.put(SettingTable.WORDS_SKIP.name(), Integer.toString(preset.firstWordsLeftOut()));
    EncodingSettings fit = preset.fit();
    values.put(SettingTable.FOLDS.name(), FoldSchemes.format(fit.folds()));
    values.put(SettingTable.GAP.name(), Integer.toString(fit.gap()));
    values.put(SettingTable.TEST_ZSCORE.name(), SettingType.text(fit.testScaling()));
    values.put(SettingTable.DRIFTS.name(), fit.driftsWithinFolds() ? "folds" : "runs");
    values.putAll(values(fit.penalty()));
    values.putAll(values(fit.significance()));
    values.putAll(values(fit.classification()));
    if (!preset.name().equals(DEFAULT)) {
      values.put(SettingTable.REMOVAL.name(), RemovalMethod.RIDGE.text());
    }
    if (preset.name().equals(PUBLISHED)) {
      values.putAll(PUBLISHED_PROPERTIES);
    }
    return values;
  }

  /** Value of every setting that a state pins, by name. */
  public static Map<String, String> pinned(String name) {
    Map<String, String> pinned = values(name);
    SettingTable.all().stream().filter(key -> !key.pinned()).forEach(k -> pinned.remove(k.name()));
    return pinned;
  }

  private static Map<String, String> values(PenaltyChoice penalty) {
    return Map.of(
        SettingTable.LAMBDAS.name(), Penalties.format(penalty.lambdas()),
        SettingTable.INNER.name(), FoldSchemes.format(penalty.folds()),
        SettingTable.INNER_GAP.name(), Integer.toString(penalty.gap()),
        SettingTable.CRITERION.name(), SettingType.text(penalty.criterion()),
        SettingTable.SCOPE.name(), SettingType.text(penalty.scope()),
        SettingTable.INTERCEPT.name(), yesOrNo(penalty.intercept()));
  }

  private static Map<String, String> values(Significance test) {
    return Map.of(
        SettingTable.PERMUTATIONS.name(), Integer.toString(test.draws()),
        SettingTable.PERMUTATION_BLOCK.name(), Integer.toString(test.block()),
        SettingTable.PERMUTATION_MAXIMUM.name(), yesOrNo(test.maximum()));
  }

  /** Nothing where there is none: then the usual values stay. */
  private static Map<String, String> values(@Nullable Classification classification) {
    return classification == null
        ? Map.of()
        : Map.of(
            SettingTable.CLASSIFICATION_DRAWS.name(), Integer.toString(classification.draws()),
            SettingTable.CLASSIFICATION_ROWS.name(), Integer.toString(classification.size()));
  }

  private static String yesOrNo(boolean yes) {
    return yes ? "yes" : "no";
  }

  private static String orWord(int count, String word) {
    return count == 0 ? word : Integer.toString(count);
  }
}
