package org.entrain.results;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.entrain.schemas.avro.SourceKind;

/**
 * What was found of one checkpoint in one variant.
 *
 * @param model name of the model
 * @param step training step
 * @param kind where its representations come from
 * @param variant {@code initial}, or the property that was removed
 * @param layers layers that are scored, ascending
 * @param perplexity exp(−Σ log-probability / Σ tokens), once all parts are there
 */
public record CheckpointSummary(
    String model,
    long step,
    SourceKind kind,
    String variant,
    List<LayerScore> layers,
    OptionalDouble perplexity) {

  /** Order of the best: largest r, the lower layer on a tie. */
  private static final Comparator<LayerScore> BY_R =
      Comparator.comparingDouble(LayerScore::meanR)
          .thenComparing(Comparator.comparingInt(LayerScore::layer).reversed());

  public CheckpointSummary {
    layers = List.copyOf(layers);
  }

  /** Layer with the largest mean r over participants; empty while none is scored. */
  public Optional<LayerScore> best() {
    return layers.stream().max(BY_R);
  }

  /** Whether it is a baseline. */
  public boolean baseline() {
    return kind == SourceKind.WORD_RATE || kind == SourceKind.RANDOM;
  }
}
