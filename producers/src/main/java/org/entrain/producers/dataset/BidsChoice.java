package org.entrain.producers.dataset;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to take of a BIDS folder where it holds more than one thing.
 *
 * @param task null for the only one
 * @param derivatives name of a folder in {@code derivatives}; null for the only place that has
 *     recordings with masks
 * @param entities labels that a recording's name must have, such as {@code space: T1w}
 * @param column of the words in the events; null for the usual ones
 * @param participants labels of {@code sub-}; null for all who have the task
 */
record BidsChoice(
    @Nullable String task,
    @Nullable String derivatives,
    Map<String, String> entities,
    @Nullable String column,
    @Nullable List<String> participants) {

  static final BidsChoice NONE = new BidsChoice(null, null, Map.of(), null, null);
}
