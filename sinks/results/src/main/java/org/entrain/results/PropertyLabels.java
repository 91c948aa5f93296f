package org.entrain.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.entrain.math.properties.Labels;

/**
 * What every word of a stimulus has of one property.
 *
 * @param classes class of every word
 * @param raw raw value of every word; empty if the source gives none
 * @param sentences index of every word's sentence; empty if the source does not say
 */
public record PropertyLabels(
    String stimulus,
    String property,
    List<String> classes,
    List<String> raw,
    List<Integer> sentences) {

  public PropertyLabels {
    classes = List.copyOf(classes);
    raw = List.copyOf(raw);
    sentences = List.copyOf(sentences);
  }

  /** Classes in their order. */
  public List<String> names() {
    return Labels.inOrder(classes);
  }

  /** A column of numbers, such as a frequency, is no property: it cannot be removed either. */
  boolean hasFewClasses() {
    return names().size() <= Labels.MOST_CLASSES;
  }

  /** Place of every word's class in their order. */
  int[] places() {
    Map<String, Integer> places = new HashMap<>();
    names().forEach(name -> places.put(name, places.size()));
    return classes.stream().mapToInt(places::get).toArray();
  }

  /** Number of every word's class. */
  double[] numbers() {
    int[] numbers = Labels.numbers(names());
    return IntStream.of(places()).mapToDouble(place -> numbers[place]).toArray();
  }

  /** Whether all words of a sentence have one class and one raw value, and sentences are known. */
  boolean ofSentences() {
    for (int i = 1; i < sentences.size(); i++) {
      boolean same = sentences.get(i).equals(sentences.get(i - 1));
      if (same && !classes.get(i).equals(classes.get(i - 1))
          || same && !raw.isEmpty() && !raw.get(i).equals(raw.get(i - 1))) {
        return false;
      }
    }
    return !sentences.isEmpty();
  }

  /** The first word of every sentence. */
  List<Integer> firstWords() {
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      if (i == 0 || !Objects.equals(sentences.get(i), sentences.get(i - 1))) {
        first.add(i);
      }
    }
    return first;
  }
}
