package org.entrain.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrain.common.ContentHash;
import org.entrain.math.properties.Labels;
import org.entrain.schemas.avro.Annotation;

/**
 * Annotations of stimuli, as their topic has them; of a word that is annotated again the last
 * counts, and nothing does while words are of different tables. Not thread-safe.
 */
final class AnnotationStore {

  private final PropertySettings settings;
  private final Map<String, TreeMap<Integer, Annotation>> words = new HashMap<>();
  private final Map<String, List<PropertyLabels>> made = new HashMap<>();

  AnnotationStore(PropertySettings settings) {
    this.settings = settings;
  }

  /**
   * A property that is asked for.
   *
   * @param property its name
   * @param classes classes in their order
   * @param classOf class of every word of the stimulus, by index
   * @param identity hash of all that
   */
  record PropertyLabels(String property, List<String> classes, int[] classOf, String identity) {

    /**
     * Labels of the words from one on.
     *
     * @throws IllegalArgumentException if they have one class alone
     */
    Labels from(int first) {
      int[] some = Arrays.copyOfRange(classOf, first, classOf.length);
      return new Labels(property, classes, some);
    }
  }

  /** Takes in a word and returns whether anything changed. */
  boolean accept(Annotation annotation) {
    if (annotation.getWord() < 0) {
      throw new IllegalArgumentException("annotation of word " + annotation.getWord());
    }
    Annotation before =
        words
            .computeIfAbsent(annotation.getStimulus(), absent -> new TreeMap<>())
            .put(annotation.getWord(), annotation);
    boolean changed = !annotation.equals(before);
    if (changed) {
      made.remove(annotation.getStimulus());
    }
    return changed;
  }

  /**
   * Whether all words of a stimulus are there, of one table.
   *
   * @param count number of words of the stimulus
   */
  boolean complete(String stimulus, int count) {
    // Asked for every row of what is settled: all words are looked at once.
    if (made.containsKey(stimulus)) {
      return true;
    }
    SortedMap<Integer, Annotation> annotated = annotated(stimulus, count);
    return annotated.size() == count
        && annotated.values().stream().map(Annotation::getTable).distinct().count() == 1;
  }

  /** Properties of a stimulus that are asked for, by name; none unless it is complete. */
  List<PropertyLabels> of(String stimulus, int count) {
    return complete(stimulus, count)
        ? made.computeIfAbsent(stimulus, absent -> labels(stimulus, annotated(stimulus, count)))
        : List.of();
  }

  private SortedMap<Integer, Annotation> annotated(String stimulus, int count) {
    return words.getOrDefault(stimulus, new TreeMap<>()).headMap(count);
  }

  private List<PropertyLabels> labels(String stimulus, SortedMap<Integer, Annotation> annotated) {
    TreeSet<String> names = new TreeSet<>();
    annotated.values().forEach(word -> names.addAll(word.getClasses().keySet()));
    List<PropertyLabels> labels = new ArrayList<>();
    for (String name : names) {
      List<String> values =
          annotated.values().stream().map(word -> word.getClasses().get(name)).toList();
      if (settings.wants(name) && !values.contains(null)) {
        labels.add(labels(name, values));
      }
    }
    if (settings.wants(PropertySettings.RANDOM) && !names.contains(PropertySettings.RANDOM)) {
      labels.add(random(stimulus, annotated.size()));
    }
    return labels;
  }

  private PropertyLabels random(String stimulus, int count) {
    ContentHash hash = new ContentHash().add(stimulus).add(settings.seed());
    Random coin = new Random(Long.parseUnsignedLong(hash.shortHex(), 16));
    List<String> values = new ArrayList<>();
    for (int word = 0; word < count; word++) {
      values.add(coin.nextBoolean() ? "1" : "0");
    }
    return labels(PropertySettings.RANDOM, values);
  }

  private static PropertyLabels labels(String name, List<String> values) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    Labels.inOrder(values).forEach(value -> classes.putIfAbsent(value, classes.size()));
    int[] classOf = values.stream().mapToInt(classes::get).toArray();
    ContentHash hash = new ContentHash().add(name).add(values.size());
    values.forEach(hash::add);
    return new PropertyLabels(name, List.copyOf(classes.keySet()), classOf, hash.shortHex());
  }
}
