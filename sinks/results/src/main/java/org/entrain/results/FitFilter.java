package org.entrain.results;

import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/**
 * Which fits are asked for; null is any.
 *
 * @param model name of the model
 * @param step training step
 * @param kind where the representations come from
 * @param layer index of the hidden state
 * @param variant {@code initial}, {@code with-word-rate}, or the property that was removed
 * @param participant id of the participant
 */
public record FitFilter(
    @Nullable String model,
    @Nullable Long step,
    @Nullable SourceKind kind,
    @Nullable Integer layer,
    @Nullable String variant,
    @Nullable String participant) {

  /** All fits. */
  public static final FitFilter ALL = new FitFilter(null, null, null, null, null, null);
}
