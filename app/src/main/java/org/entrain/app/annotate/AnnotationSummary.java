package org.entrain.app.annotate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.entrain.producers.annotations.Annotations;

/** A line per property: how many words each class has. */
final class AnnotationSummary {

  private AnnotationSummary() {}

  static String of(Annotations annotations) {
    StringBuilder text = new StringBuilder();
    for (String property : annotations.properties()) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      annotations
          .words()
          .forEach(
              word -> counts.merge(word.classes().getOrDefault(property, ""), 1, Integer::sum));
      String classes =
          counts.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
              .collect(Collectors.joining("  "));
      text.append("%-20s %s%n".formatted(property, classes));
    }
    return text.toString();
  }
}
