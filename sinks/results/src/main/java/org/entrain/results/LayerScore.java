package org.entrain.results;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.schemas.Persons;

/**
 * Score of one layer of a checkpoint.
 *
 * @param layer index of the hidden state, 0 for the embedding output
 * @param meanR mean over {@linkplain Persons persons} of {@code byParticipant}, or the average's r
 *     while no person has one
 * @param byParticipant mean r over voxels and folds, by participant
 */
public record LayerScore(int layer, double meanR, SortedMap<String, Double> byParticipant) {

  public LayerScore {
    byParticipant = Collections.unmodifiableSortedMap(new TreeMap<>(byParticipant));
  }

  static LayerScore of(int layer, SortedMap<String, Double> byParticipant) {
    double mean =
        Persons.of(byParticipant).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return new LayerScore(layer, mean, byParticipant);
  }
}
