package org.entrain.results;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrain.schemas.Persons;
import org.entrain.schemas.avro.SourceKind;

/**
 * What was found of one checkpoint in one variant.
 *
 * @param model name of the model
 * @param step training step
 * @param identity of the weights that were announced last under this name
 * @param kind where its representations come from
 * @param variant {@code initial}, {@code with-word-rate}, or the property that was removed
 * @param layers layers that are scored, ascending
 * @param choices by participant, the layer that the inner folds choose; participants of whom a
 *     layer's inner R² is unknown are not in it
 * @param perplexity exp(−Σ log-probability / Σ tokens), once all parts are there
 */
public record CheckpointSummary(
    String model,
    long step,
    String identity,
    SourceKind kind,
    String variant,
    List<LayerScore> layers,
    SortedMap<String, LayerChoice> choices,
    OptionalDouble perplexity) {

  /** Order of the best: largest r, the lower layer on a tie. */
  private static final Comparator<LayerScore> BY_R =
      Comparator.comparingDouble(LayerScore::meanR)
          .thenComparing(Comparator.comparingInt(LayerScore::layer).reversed());

  public CheckpointSummary {
    layers = List.copyOf(layers);
    choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
  }

  /**
   * Layer with the largest mean r over participants; empty while none is scored. That r has seen
   * the test rows: {@link #chosen} has not.
   */
  public Optional<LayerScore> best() {
    return layers.stream().max(BY_R);
  }

  /**
   * Mean over participants of their chosen layers' r; empty unless every participant has a choice.
   */
  public OptionalDouble chosen() {
    return everybodyHasAChoice()
        ? persons().stream().mapToDouble(LayerChoice::meanR).average()
        : OptionalDouble.empty();
  }

  /**
   * Mean over participants of their chosen layers' accuracy; empty unless every participant has a
   * choice and a classification.
   */
  public OptionalDouble accuracy() {
    List<LayerChoice> persons = persons();
    double[] accuracies =
        persons.stream().flatMapToDouble(choice -> choice.accuracy().stream()).toArray();
    return everybodyHasAChoice() && accuracies.length == persons.size()
        ? Arrays.stream(accuracies).average()
        : OptionalDouble.empty();
  }

  /** Choices of {@linkplain Persons persons}, by name. */
  List<LayerChoice> persons() {
    return Persons.of(choices);
  }

  private boolean everybodyHasAChoice() {
    Set<String> scored = new TreeSet<>();
    layers.forEach(layer -> scored.addAll(layer.byParticipant().keySet()));
    return choices.keySet().equals(scored);
  }

  /** Whether it is a baseline. */
  public boolean baseline() {
    return kind == SourceKind.WORD_RATE || kind == SourceKind.RANDOM;
  }
}
