package org.entrain.schemas;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which participants are persons. The average over all of them is a participant by name, but no
 * further person: beside others it stays out of means over participants and tests over them; alone
 * it stands for all.
 */
public final class Persons {

  /** Name of the average over all participants of a data set. */
  public static final String MEAN = "mean";

  private Persons() {}

  /** What belongs to persons, in the order of the map. */
  public static <T> List<T> of(Map<String, T> byParticipant) {
    return of(byParticipant.entrySet(), Map.Entry::getKey).stream()
        .map(Map.Entry::getValue)
        .toList();
  }

  /** What belongs to persons, in order. */
  public static <T> List<T> of(Collection<T> all, Function<T, String> participant) {
    boolean alone = all.stream().allMatch(one -> participant.apply(one).equals(MEAN));
    return all.stream().filter(one -> alone || !participant.apply(one).equals(MEAN)).toList();
  }
}
