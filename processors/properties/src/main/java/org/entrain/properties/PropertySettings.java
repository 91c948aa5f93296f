package org.entrain.properties;

import java.util.List;
import org.entrain.common.ContentHash;
import org.entrain.math.properties.Coding;
import org.entrain.math.properties.ProbeSettings;

/**
 * How properties are removed and probed.
 *
 * @param properties names of the properties; empty: all that are annotated
 * @param coding columns that representations are regressed on
 * @param removalFolds contiguous folds of words that choose the penalty of a removal
 * @param lambdas penalties of a removal, ascending
 * @param probes how probes are fitted
 * @param seed seed of the random property
 */
public record PropertySettings(
    List<String> properties,
    Coding coding,
    int removalFolds,
    List<Double> lambdas,
    ProbeSettings probes,
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
    return hash.shortHex();
  }
}
