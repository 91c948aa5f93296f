package org.entrain.app.settings;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.encoding.EncodingStageSettings;
import org.entrain.math.BandSearch;
import org.entrain.math.Classification;
import org.entrain.math.Criterion;
import org.entrain.math.EncodingSettings;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.PenaltyScope;
import org.entrain.math.Significance;
import org.entrain.math.TestScaling;
import org.entrain.math.properties.Coding;
import org.entrain.math.properties.ProbeSettings;
import org.entrain.math.properties.RemovalMethod;
import org.entrain.models.text.ContextPolicy;
import org.entrain.models.text.Representation;
import org.entrain.planner.PlannerSettings;
import org.entrain.planner.WordAssignment;
import org.entrain.properties.PropertySettings;
import org.jspecify.annotations.Nullable;

/** The resolved value of every setting of one run. Immutable; made by {@link SettingResolver}. */
public final class Settings {

  private final String preset;
  private final SortedMap<String, String> values;
  private final SortedMap<String, String> kafka;

  Settings(String preset, Map<String, String> values, Map<String, String> kafka) {
    this.preset = preset;
    this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    this.kafka = Collections.unmodifiableSortedMap(new TreeMap<>(kafka));
  }

  /** Preset that the values started from. */
  public String preset() {
    return preset;
  }

  /** Every value, by name, in canonical form; without Kafka's, which may hold secrets. */
  public SortedMap<String, String> values() {
    return values;
  }

  /** Values that a state pins, by name. */
  public SortedMap<String, String> pinned() {
    SortedMap<String, String> pinned = new TreeMap<>(values);
    SettingTable.all().stream().filter(key -> !key.pinned()).forEach(k -> pinned.remove(k.name()));
    return pinned;
  }

  /** What is stored with the results: the preset and every value. */
  public Map<String, String> stored() {
    Map<String, String> stored = new TreeMap<>(values);
    stored.put("preset", preset);
    return stored;
  }

  /** Settings for Kafka's clients, without the prefix. */
  public SortedMap<String, String> kafka() {
    return kafka;
  }

  /** Partitions of the shared topics. */
  public int partitions() {
    return integer(SettingTable.PARTITIONS);
  }

  /** Threads of forward passes and of fits. */
  public int threads() {
    String threads = value(SettingTable.THREADS);
    return threads.equals("cores")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(threads);
  }

  /** Windows of one forward pass. */
  public int batch() {
    return integer(SettingTable.BATCH);
  }

  /** Seed of all that is drawn at random. */
  public int seed() {
    return integer(SettingTable.SEED);
  }

  /** What a word's representation sees of the text before it. */
  public ContextPolicy context() {
    String context = value(SettingTable.CONTEXT);
    return context.equals("tokens")
        ? ContextPolicy.ofTokens(integer(SettingTable.CONTEXT_TOKENS))
        : ContextPolicy.parse(context);
  }

  /** Which hidden states represent a word. */
  public Representation representation() {
    return Representation.valueOf(value(SettingTable.REPRESENTATION).toUpperCase(Locale.ROOT));
  }

  /** Leading words left out whatever they see. */
  public int skippedWords() {
    return integer(SettingTable.WORDS_SKIP);
  }

  /** Least windows computed at a time. */
  public int windows() {
    return integer(SettingTable.WINDOWS);
  }

  /** Size of float32 weights, bytes, up to which a model stays in memory. */
  public long modelMemory() {
    return Memory.parse(value(SettingTable.MEMORY));
  }

  /** Memory of prepared folds and of a wave of voxels, bytes. */
  public long encodingMemory() {
    return Memory.parse(value(SettingTable.FIT_MEMORY));
  }

  /** Hidden states to score, ascending; empty for all. */
  public List<Integer> layers() {
    String layers = value(SettingTable.LAYERS);
    return layers.equals("all") ? List.of() : Numbers.indices(layers);
  }

  /** Lags, TRs, ascending. */
  public List<Integer> lags() {
    return Numbers.indices(value(SettingTable.LAGS));
  }

  /** Components of the PCA; 0 for none. */
  public int pcaComponents() {
    return orZero(SettingTable.PCA, "none");
  }

  /** Whether feature rows are standardised within each run. */
  public boolean zScorePerRun() {
    return value(SettingTable.ZSCORE).equals("run");
  }

  /** How words become representations and rows. */
  public PlannerSettings planner() {
    return new PlannerSettings(
        context(),
        representation(),
        layers(),
        lags(),
        value(SettingTable.WORD_TR).equals("containing")
            ? WordAssignment.CONTAINING
            : WordAssignment.PRECEDING,
        skippedWords(),
        windows());
  }

  /** Folds, penalties, the test of significance and the classification. */
  public EncodingSettings fit() {
    return new EncodingSettings(
        FoldSchemes.parse(value(SettingTable.FOLDS)),
        integer(SettingTable.GAP),
        new PenaltyChoice(
            Penalties.parse(value(SettingTable.LAMBDAS)),
            FoldSchemes.parse(value(SettingTable.INNER)),
            integer(SettingTable.INNER_GAP),
            choice(SettingTable.CRITERION, Criterion.class),
            choice(SettingTable.SCOPE, PenaltyScope.class),
            yes(SettingTable.INTERCEPT)),
        choice(SettingTable.TEST_ZSCORE, TestScaling.class),
        value(SettingTable.DRIFTS).equals("folds"),
        new Significance(
            integer(SettingTable.PERMUTATIONS),
            integer(SettingTable.PERMUTATION_BLOCK),
            seed(),
            yes(SettingTable.PERMUTATION_MAXIMUM)),
        classification());
  }

  private @Nullable Classification classification() {
    int draws = integer(SettingTable.CLASSIFICATION_DRAWS);
    return draws == 0
        ? null
        : new Classification(draws, integer(SettingTable.CLASSIFICATION_ROWS), seed());
  }

  /** How features are fitted to recordings. */
  public EncodingStageSettings encoding() {
    return new EncodingStageSettings(
        preset,
        fit(),
        pcaComponents(),
        zScorePerRun(),
        lags(),
        integer(SettingTable.VOXELS),
        value(SettingTable.BANDS).equals("none")
            ? null
            : BandSearch.of(integer(SettingTable.BAND_SAMPLES), seed()));
  }

  /** How linguistic properties are removed and probed; null: not at all. */
  public @Nullable PropertySettings properties() {
    String names = value(SettingTable.PROPERTIES);
    if (names.equals("none")) {
      return null;
    }
    ProbeSettings protocol = ProbeSettings.PROTOCOL;
    return new PropertySettings(
        names.equals("all") ? List.of() : List.of(names.split(",")),
        choice(SettingTable.REMOVAL, RemovalMethod.class),
        choice(SettingTable.PROPERTY_CODING, Coding.class),
        FoldSchemes.parse(value(SettingTable.FOLDS)),
        integer(SettingTable.GAP),
        PropertySettings.REMOVAL_FOLDS,
        Penalties.parse(value(SettingTable.PROPERTY_LAMBDAS)),
        new ProbeSettings(
            protocol.folds(),
            protocol.innerFolds(),
            Penalties.parse(value(SettingTable.PROBE_STRENGTHS))),
        value(SettingTable.PROBE_SELECTIVITY).equals("yes"),
        seed());
  }

  private <E extends Enum<E>> E choice(SettingKey key, Class<E> values) {
    return SettingType.value(values, value(key));
  }

  private boolean yes(SettingKey key) {
    return value(key).equals("yes");
  }

  private int orZero(SettingKey key, String word) {
    return value(key).equals(word) ? 0 : integer(key);
  }

  private int integer(SettingKey key) {
    return Integer.parseInt(value(key));
  }

  private String value(SettingKey key) {
    String value = values.get(key.name());
    if (value == null) {
      throw new IllegalStateException("unresolved setting " + key.name());
    }
    return value;
  }
}
