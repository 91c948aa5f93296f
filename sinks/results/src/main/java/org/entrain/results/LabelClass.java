package org.entrain.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often a class of a property occurs.
 *
 * @param name name of the class
 * @param words words that have it
 * @param sentences sentences that have it; 0 where the property is not of sentences
 */
public record LabelClass(String stimulus, String property, String name, int words, int sentences) {

  /** The classes of every property that has few enough, in their order. */
  public static List<LabelClass> of(List<PropertyLabels> labels) {
    List<LabelClass> classes = new ArrayList<>();
    for (PropertyLabels column : labels) {
      if (column.hasFewClasses()) {
        Map<String, Integer> words = counts(column.classes());
        Map<String, Integer> sentences =
            column.ofSentences()
                ? counts(column.firstWords().stream().map(column.classes()::get).toList())
                : Map.of();
        for (String name : column.names()) {
          classes.add(
              new LabelClass(
                  column.stimulus(),
                  column.property(),
                  name,
                  words.getOrDefault(name, 0),
                  sentences.getOrDefault(name, 0)));
        }
      }
    }
    return classes;
  }

  private static Map<String, Integer> counts(List<String> values) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    return counts;
  }
}
