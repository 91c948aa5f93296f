package org.entrain.producers.annotations;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entrain.common.ContentHash;

/**
 * Properties of all words of a stimulus.
 *
 * @param properties their names, in the order of the source
 * @param words what is known of every word
 * @param sentences index of every word's sentence, from 0; empty if the source does not say
 */
public record Annotations(
    List<String> properties, List<WordProperties> words, List<Integer> sentences) {

  public Annotations {
    properties = List.copyOf(properties);
    words = List.copyOf(words);
    sentences = List.copyOf(sentences);
  }

  /**
   * Properties of one word.
   *
   * @param raw raw value by property, of those that have one
   * @param classes class by property
   */
  public record WordProperties(Map<String, String> raw, Map<String, String> classes) {

    public WordProperties {
      raw = Map.copyOf(raw);
      classes = Map.copyOf(classes);
    }
  }

  /** Hash of all properties, 16 hexadecimal digits. */
  public String id() {
    ContentHash hash = new ContentHash().add(properties.size());
    properties.forEach(hash::add);
    hash.add(words.size());
    for (WordProperties word : words) {
      for (Map<String, String> values : List.of(word.raw(), word.classes())) {
        hash.add(values.size());
        new TreeMap<>(values).forEach((property, value) -> hash.add(property).add(value));
      }
    }
    for (int sentence : sentences) {
      hash.add(sentence);
    }
    return hash.shortHex();
  }
}
