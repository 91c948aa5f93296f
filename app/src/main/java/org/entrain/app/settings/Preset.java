package org.entrain.app.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entrain.math.EncodingPreset;
import org.entrain.math.FoldScheme;

/** Defaults of every setting under a preset. */
public final class Preset {

  /** The preset of a run that names none. */
  public static final String DEFAULT = EncodingPreset.PAPER.name();

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
    FoldScheme folds = preset.fit().folds();
    values.put(SettingTable.FOLDS.name(), orWord(folds.count(), "runs"));
    values.put(SettingTable.GAP.name(), Integer.toString(preset.fit().gap()));
    values.put(SettingTable.INNER.name(), Integer.toString(preset.fit().penalty().folds().count()));
    values.put(SettingTable.LAMBDAS.name(), Penalties.format(preset.fit().penalty().lambdas()));
    return values;
  }

  /** Value of every setting that a state pins, by name. */
  public static Map<String, String> pinned(String name) {
    Map<String, String> pinned = values(name);
    SettingTable.all().stream().filter(key -> !key.pinned()).forEach(k -> pinned.remove(k.name()));
    return pinned;
  }

  private static String orWord(int count, String word) {
    return count == 0 ? word : Integer.toString(count);
  }
}
