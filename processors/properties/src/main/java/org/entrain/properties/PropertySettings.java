package org.entrain.properties;

import java.util.List;
import org.entrain.common.ContentHash;
import org.entrain.math.FoldScheme;
import org.entrain.math.properties.Coding;
import org.entrain.math.properties.ProbeSettings;
import org.entrain.math.properties.RemovalMethod;

/**
 * How properties are removed and probed.
 *
 * @param properties names of the properties; empty: all that are annotated
 * @param method how properties are taken out
 * @param coding columns that representations are regressed on
 * @param encoding folds of the encoding models, whose training words cross-fitting takes
 * @param gap rows left out beside their test rows
 * @param removalFolds contiguous folds of words that choose the penalty of a removal
 * @param lambdas penalties of a removal, ascending
 * @param probes how probes are fitted
 * @param shuffled whether probes are fitted to shuffled labels too
 * @param seed seed of the random property and of the shuffled labels
 */
public record PropertySettings(
    List<String> properties,
    RemovalMethod method,
    Coding coding,
    FoldScheme encoding,
    int gap,
    int removalFolds,
    List<Double> lambdas,
    ProbeSettings probes,
    boolean shuffled,
    int seed) {

  /** Folds of the protocol and the paper. */
  public static final int REMOVAL_FOLDS = 4;

  /** The property that every word has by a coin, beside those that are annotated. */
  public static final String RANDOM = "Random";

  public PropertySettings {
    properties = List.copyOf(properties);
    lambdas = List.copyOf(lambdas);
  }

  /** Whether a property is asked for. */
  public boolean wants(String property) {
    return properties.isEmpty() || properties.contains(property);
  }

  /** 16 hexadecimal digits over every setting that changes a removal or a probe. */
  public String hash() {
    ContentHash hash = new ContentHash().add(coding.name()).add(removalFolds).add(lambdas.size());
    lambdas.forEach(hash::add);
    hash.add(probes.folds()).add(probes.innerFolds()).add(probes.strengths().size());
    probes.strengths().forEach(hash::add);
    // What came later is told only where it is not as before, so that earlier work counts.
    if (method != RemovalMethod.RIDGE) {
      hash.add(method.name());
    }
    if (method == RemovalMethod.CROSS_FITTED) {
      hash.add(encoding.toString()).add(gap);
    }
    if (shuffled) {
      hash.add("shuffled").add(seed);
    }
    return hash.shortHex();
  }
}
