package org.entrain.math.properties;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The class of every word in one property.
 *
 * @param property its name
 * @param classes names of the classes, in their order
 * @param classOf index of every word's class
 */
public record Labels(String property, List<String> classes, int[] classOf) {

  /** Most classes: a probe has weights of its own for each. */
  public static final int MOST_CLASSES = 64;

  private static final String INTEGER = "[+-]?\\d{1,9}";

  public Labels {
    classes = List.copyOf(classes);
    if (classes.size() > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "property %s has %d classes: expected %d or fewer"
              .formatted(property, classes.size(), MOST_CLASSES));
    }
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          "property %s has %d classes: expected two or more".formatted(property, classes.size()));
    }
    for (int word = 0; word < classOf.length; word++) {
      if (classOf[word] < 0 || classOf[word] >= classes.size()) {
        throw new IllegalArgumentException(
            "property %s, word %d: class %d of %d"
                .formatted(property, word, classOf[word], classes.size()));
      }
    }
  }

  /** Different classes in their order: by number if all are integers, else as they first appear. */
  public static List<String> inOrder(List<String> values) {
    List<String> distinct = values.stream().distinct().toList();
    return distinct.stream().allMatch(value -> value.matches(INTEGER))
        ? distinct.stream().sorted(Comparator.comparingInt(Integer::parseInt)).toList()
        : distinct;
  }

  /** Number of every class: its own if all are integers, else its place from 0 on. */
  public static int[] numbers(List<String> classes) {
    boolean integers = classes.stream().allMatch(name -> name.matches(INTEGER));
    return IntStream.range(0, classes.size())
        .map(c -> integers ? Integer.parseInt(classes.get(c)) : c)
        .toArray();
  }

  /** The labels of some words. */
  Labels of(int[] words) {
    return new Labels(property, classes, Arrays.stream(words).map(word -> classOf[word]).toArray());
  }

  /** Number of words. */
  public int words() {
    return classOf.length;
  }

  /** Number of words per class. */
  public int[] counts() {
    int[] counts = new int[classes.size()];
    for (int c : classOf) {
      counts[c]++;
    }
    return counts;
  }

  /** Share of the largest class: the accuracy of always naming it. */
  public double chance() {
    return Arrays.stream(counts()).max().orElse(0) / (double) words();
  }
}
