package org.entrain.app.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.entrain.common.Spelling;
import org.entrain.math.Criterion;
import org.entrain.math.PenaltyScope;
import org.entrain.math.TestScaling;
import org.entrain.math.properties.Coding;
import org.entrain.math.properties.RemovalMethod;

/** Every setting, in the order of the stream. */
public final class SettingTable {

  /** Settings that begin so go to the Kafka clients as they are, without the prefix. */
  public static final String KAFKA_PREFIX = "kafka.";

  static final SettingKey CONTEXT =
      pinned(
          "context",
          SettingType.context(),
          "tokens",
          "text that a word's representation sees: the last context.tokens tokens, the last N words,"
              + " or all before it up to the model's limit");
  static final SettingKey CONTEXT_TOKENS =
      pinned(
          "context.tokens",
          SettingType.integer(1, 1_000_000),
          "50",
          "tokens that a word's representation sees with context=tokens, its own included");
  static final SettingKey REPRESENTATION =
      pinned(
          "representation",
          SettingType.choice("last", "mean"),
          "last",
          "hidden state of a word: at its last token, or the mean over its tokens");
  static final SettingKey WORD_TR =
      pinned(
          "word.tr",
          SettingType.choice("containing", "preceding"),
          "containing",
          "TR of a word: the last that begins before its onset, or the first at or after it");
  static final SettingKey WORDS_SKIP =
      pinned(
          "words.skip",
          SettingType.integer(0, Integer.MAX_VALUE),
          "0",
          "words at the start of the stimulus that are left out");
  static final SettingKey LAGS =
      pinned("lags", SettingType.indices(), "0-4", "lags of the features, TRs");
  static final SettingKey LAYERS =
      pinned("layers", SettingType.indicesOrAll(), "all", "hidden states computed and scored");
  static final SettingKey PCA =
      pinned(
          "pca",
          SettingType.wordOrInteger("none", 1),
          "none",
          "components per layer, fitted on the words of training TRs");
  static final SettingKey ZSCORE =
      pinned(
          "features.zscore",
          SettingType.choice("none", "run"),
          "none",
          "standardise feature rows within each run, before the folds");
  static final SettingKey FOLDS =
      pinned(
          "folds",
          SettingType.folds(),
          "runs-or-5",
          "outer folds: N blocks of rows, one per run (runs), N groups of whole runs (runs:N), or"
              + " one per run where there are two or more, else N blocks (runs-or-N)");
  static final SettingKey GAP =
      pinned(
          "gap",
          SettingType.integer(0, 1_000_000),
          "5",
          "rows dropped at a fold's border, TRs; none where runs-or-N takes runs");
  static final SettingKey INNER =
      pinned(
          "inner.folds",
          SettingType.folds(),
          "10",
          "folds of the training rows that choose the penalty, as in folds");
  static final SettingKey INNER_GAP =
      pinned(
          "inner.gap",
          SettingType.integer(0, 1_000_000),
          "5",
          "rows that an inner fit leaves out next to the rows it predicts, TRs");
  static final SettingKey LAMBDAS =
      pinned("lambdas", SettingType.penalties(), "1e-6..1e10", "ridge penalties to choose from");
  static final SettingKey CRITERION =
      pinned(
          "criterion",
          SettingType.choice(Criterion.class),
          "squared-error",
          "what the chosen penalty makes smallest over the inner folds: the sum of 1 - R² per fold,"
              + " the mean squared error of folds or of runs, or all squared errors");
  static final SettingKey SCOPE =
      pinned(
          "lambda.scope",
          SettingType.choice(PenaltyScope.class),
          "voxel",
          "who has a penalty of its own: each voxel, each region, or all voxels one together");
  static final SettingKey INTERCEPT =
      pinned(
          "intercept",
          SettingType.choice("no", "yes"),
          "yes",
          "whether an inner fit has an intercept, not penalised");
  static final SettingKey TEST_ZSCORE =
      pinned(
          "test.zscore",
          SettingType.choice(TestScaling.class),
          "training",
          "whose means and deviations standardise the test rows: their own, or the training rows'");
  static final SettingKey DRIFTS =
      pinned(
          "drifts",
          SettingType.choice("runs", "folds"),
          "folds",
          "where drifts that a manifest's detrend asks for are subtracted: from whole runs, or anew"
              + " within the training rows and within the test rows of each run");
  static final SettingKey PERMUTATIONS =
      pinned(
          "permutations",
          SettingType.integer(0, 1_000_000),
          "10000",
          "permutations that give every voxel's mean r its p (0: no test)");
  static final SettingKey PERMUTATION_BLOCK =
      pinned(
          "permutation.block",
          SettingType.integer(1, 1_000_000),
          "10",
          "rows that a permutation moves together within their run, and that tests of properties take"
              + " together, TRs");
  static final SettingKey PERMUTATION_MAXIMUM =
      pinned(
          "permutation.maximum",
          SettingType.choice("no", "yes"),
          "no",
          "whether p is corrected for all voxels by the largest score of each permutation");
  static final SettingKey CLASSIFICATION_DRAWS =
      pinned(
          "classification.draws",
          SettingType.integer(0, 1_000_000),
          "0",
          "draws of test rows that classify them over each voxel's neighbours, each voxel by itself"
              + " where the dataset names no neighbours (0: none); the test rows of all voxels,"
              + " recorded and predicted, are then held in memory");
  static final SettingKey CLASSIFICATION_ROWS =
      pinned(
          "classification.rows",
          SettingType.integer(1, 1_000_000),
          "20",
          "test rows of a draw, taken with replacement, against as many others");
  static final SettingKey BANDS =
      pinned(
          "bands",
          SettingType.choice("none", "word-rate"),
          "none",
          "what every layer is fitted with once more, in a joint model with a weight for each, to say"
              + " what the layer adds: word rate, or nothing");
  static final SettingKey BAND_SAMPLES =
      pinned(
          "bands.samples",
          SettingType.integer(0, 100_000),
          "20",
          "pairs of weights drawn at random for bands, beside each alone and both alike");
  static final SettingKey PROPERTIES =
      pinned(
          "properties",
          SettingType.names(),
          "none",
          "linguistic properties removed from every layer and probed before and after: all that are"
              + " annotated and a random one, those named, or none");
  static final SettingKey REMOVAL =
      pinned(
          "removal",
          SettingType.choice(RemovalMethod.class),
          "cross-fitted",
          "how a property is removed: ridge as published, ridge cross-fitted to the training words"
              + " of every fold, leace or inlp");
  static final SettingKey PROPERTY_CODING =
      pinned(
          "property.coding",
          SettingType.choice(Coding.ONE_HOT.text(), Coding.ORDINAL.text()),
          "one-hot",
          "columns that a property is removed by: one per class, or the number of the class as"
              + " published");
  static final SettingKey PROPERTY_LAMBDAS =
      pinned(
          "property.lambdas",
          SettingType.penalties(),
          "1e-5..1e5",
          "ridge penalties of a removal to choose from");
  static final SettingKey PROBE_STRENGTHS =
      pinned(
          "probe.c",
          SettingType.penalties(),
          "1e-3..1e1",
          "strengths C of the fit of a probe to choose from");
  static final SettingKey PROBE_SELECTIVITY =
      pinned(
          "probe.selectivity",
          SettingType.choice("yes", "no"),
          "no",
          "whether probes are fitted to shuffled labels too, half as much work again");
  static final SettingKey SEED =
      pinned(
          "seed",
          SettingType.integer(0, Integer.MAX_VALUE),
          "1",
          "seed of the random baseline, the permutations, the classification, the weights of bands and the"
              + " random property");
  static final SettingKey WINDOWS =
      pinned(
          "embedding.windows",
          SettingType.integer(1, 100_000),
          "256",
          "least windows of an embedding task");
  static final SettingKey BATCH =
      pinned(
          "embedding.batch",
          SettingType.integer(1, 1_024),
          "32",
          "most sequences of one forward pass");
  static final SettingKey VOXELS =
      pinned(
          "voxels.per.record",
          SettingType.integer(1, 60_000),
          "8192",
          "most voxels of one record of scores");
  static final SettingKey PARTITIONS =
      pinned(
          "partitions",
          SettingType.integer(1, 1_000),
          "4",
          "partitions of the topics that workers share");
  static final SettingKey THREADS =
      free(
          "threads",
          SettingType.wordOrInteger("cores", 1),
          "cores",
          "threads of forward passes and of fits");

  static final SettingKey FIT_MEMORY =
      free(
          "encoding.memory",
          SettingType.memory(),
          "768m",
          "memory of prepared folds of a fit, and of a wave of voxels where rows outnumber features;"
              + " folds that need more are prepared one by one, for every recording");

  static final SettingKey MEMORY =
      free(
          "model.memory",
          SettingType.memory(),
          "5g",
          "models whose weights take more as float32 are read block by block from their files");

  private static final List<SettingKey> ALL =
      List.of(
          CONTEXT,
          CONTEXT_TOKENS,
          REPRESENTATION,
          WORD_TR,
          WORDS_SKIP,
          LAGS,
          LAYERS,
          PCA,
          ZSCORE,
          FOLDS,
          GAP,
          INNER,
          INNER_GAP,
          LAMBDAS,
          CRITERION,
          SCOPE,
          INTERCEPT,
          TEST_ZSCORE,
          DRIFTS,
          PERMUTATIONS,
          PERMUTATION_BLOCK,
          PERMUTATION_MAXIMUM,
          CLASSIFICATION_DRAWS,
          CLASSIFICATION_ROWS,
          BANDS,
          BAND_SAMPLES,
          PROPERTIES,
          REMOVAL,
          PROPERTY_CODING,
          PROPERTY_LAMBDAS,
          PROBE_STRENGTHS,
          PROBE_SELECTIVITY,
          SEED,
          WINDOWS,
          BATCH,
          VOXELS,
          PARTITIONS,
          THREADS,
          FIT_MEMORY,
          MEMORY);

  private SettingTable() {}

  /** Every setting but those of Kafka. */
  public static List<SettingKey> all() {
    return ALL;
  }

  /** Those that say what representations are and how they are computed. */
  public static List<SettingKey> ofExtraction() {
    return List.of(
        CONTEXT,
        CONTEXT_TOKENS,
        REPRESENTATION,
        WORDS_SKIP,
        LAYERS,
        WINDOWS,
        BATCH,
        THREADS,
        MEMORY);
  }

  static Optional<SettingKey> find(String name) {
    return ALL.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /** The known name that takes the fewest edits to reach. */
  static String nearest(String name) {
    return ALL.stream()
        .map(SettingKey::name)
        .min(Comparator.comparingInt(known -> Spelling.edits(name, known)))
        .orElseThrow();
  }

  private static SettingKey pinned(String name, SettingType type, String usual, String doc) {
    return new SettingKey(name, type, usual, true, doc);
  }

  private static SettingKey free(String name, SettingType type, String usual, String doc) {
    return new SettingKey(name, type, usual, false, doc);
  }
}
