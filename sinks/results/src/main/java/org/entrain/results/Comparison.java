package org.entrain.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side: what differs in what they were of and by, and in what came out.
 *
 * @param settings settings and facts whose values differ, by name
 * @param weights checkpoints of one name and other weights
 * @param scores every fit that either has, by model, step, variant, layer and participant
 */
public record Comparison(List<Setting> settings, List<Weights> weights, List<Score> scores) {

  public Comparison {
    settings = List.copyOf(settings);
    weights = List.copyOf(weights);
    scores = List.copyOf(scores);
  }

  /**
   * A value that differs.
   *
   * @param first value of the first run; null if it has none
   * @param second value of the second run; null if it has none
   */
  public record Setting(String name, @Nullable String first, @Nullable String second) {}

  /**
   * A checkpoint of the same name and other weights.
   *
   * @param name model@step
   * @param first fingerprint in the first run
   * @param second fingerprint in the second run
   */
  public record Weights(String name, String first, String second) {}

  /**
   * A fit.
   *
   * @param first mean r over voxels and folds in the first run; empty if it has no such fit
   * @param second the same in the second run
   */
  public record Score(
      String model,
      long step,
      String variant,
      int layer,
      String participant,
      OptionalDouble first,
      OptionalDouble second) {

    /** Second minus first; empty unless both are there. */
    public OptionalDouble difference() {
      return first.isPresent() && second.isPresent()
          ? OptionalDouble.of(second.getAsDouble() - first.getAsDouble())
          : OptionalDouble.empty();
    }
  }

  private record Key(String model, long step, String variant, int layer, String participant)
      implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::model)
          .thenComparingLong(Key::step)
          .thenComparing(Key::variant)
          .thenComparingInt(Key::layer)
          .thenComparing(Key::participant)
          .compare(this, other);
    }
  }

  /** Compares what two runs have stored. */
  public static Comparison of(ResultQueries first, ResultQueries second) {
    return new Comparison(
        settings(first.settings(), second.settings()),
        weights(first.checkpoints(), second.checkpoints()),
        scores(byKey(first.summary()), byKey(second.summary())));
  }

  private static List<Setting> settings(
      SortedMap<String, String> first, SortedMap<String, String> second) {
    TreeSet<String> names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    List<Setting> differing = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(first.get(name), second.get(name))) {
        differing.add(new Setting(name, first.get(name), second.get(name)));
      }
    }
    return differing;
  }

  private static List<Weights> weights(
      List<AnnouncedCheckpoint> first, List<AnnouncedCheckpoint> second) {
    Map<String, String> known = new TreeMap<>();
    first.forEach(c -> known.put(c.model() + "@" + c.step(), c.fingerprint()));
    List<Weights> differing = new ArrayList<>();
    for (AnnouncedCheckpoint checkpoint : second) {
      String name = checkpoint.model() + "@" + checkpoint.step();
      String before = known.getOrDefault(name, checkpoint.fingerprint());
      if (!before.equals(checkpoint.fingerprint())) {
        differing.add(new Weights(name, before, checkpoint.fingerprint()));
      }
    }
    return differing;
  }

  private static List<Score> scores(Map<Key, Double> first, Map<Key, Double> second) {
    TreeSet<Key> keys = new TreeSet<>(first.keySet());
    keys.addAll(second.keySet());
    List<Score> scores = new ArrayList<>();
    for (Key key : keys) {
      scores.add(
          new Score(
              key.model(),
              key.step(),
              key.variant(),
              key.layer(),
              key.participant(),
              value(first, key),
              value(second, key)));
    }
    return scores;
  }

  private static OptionalDouble value(Map<Key, Double> scores, Key key) {
    @Nullable Double r = scores.get(key);
    return r == null ? OptionalDouble.empty() : OptionalDouble.of(r);
  }

  private static Map<Key, Double> byKey(Summary summary) {
    Map<Key, Double> scores = new TreeMap<>();
    for (CheckpointSummary c : summary.checkpoints()) {
      for (LayerScore layer : c.layers()) {
        layer
            .byParticipant()
            .forEach(
                (participant, r) ->
                    scores.put(
                        new Key(c.model(), c.step(), c.variant(), layer.layer(), participant), r));
      }
    }
    return scores;
  }
}
