package org.entrain.producers.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * A node of a constituency tree: a phrase with its children, or the tag of one token.
 *
 * @param label as the tree gives it, function tags and indices included
 * @param children in the sentence's order; none above a token
 * @param token the token's text; empty for a phrase
 */
public record Constituent(String label, List<Constituent> children, String token) {

  /** Tag of what is not pronounced, such as a trace. */
  private static final String EMPTY_ELEMENT = "-NONE-";

  public Constituent {
    children = List.copyOf(children);
  }

  /** Whether it stands right above a token. */
  boolean isPreterminal() {
    return children.isEmpty();
  }

  /**
   * The label without function tags and indices: {@code NP-SBJ-1} and {@code NP=2} are {@code NP};
   * labels that begin with a hyphen, such as {@code -LRB-}, stay.
   */
  String category() {
    for (int i = 1; i < label.length(); i++) {
      if ((label.charAt(i) == '-' || label.charAt(i) == '=') && label.charAt(0) != '-') {
        return label.substring(0, i);
      }
    }
    return label;
  }

  /** Whether anything in it is pronounced. */
  boolean isPronounced() {
    return isPreterminal()
        ? !label.equals(EMPTY_ELEMENT)
        : children.stream().anyMatch(Constituent::isPronounced);
  }

  /** Nodes from this one to the tag of every pronounced token, in the sentence's order. */
  List<List<Constituent>> paths() {
    List<List<Constituent>> paths = new ArrayList<>();
    collect(new ArrayList<>(), paths);
    return paths;
  }

  private void collect(List<Constituent> above, List<List<Constituent>> paths) {
    above.add(this);
    if (isPreterminal() && isPronounced()) {
      paths.add(List.copyOf(above));
    }
    for (Constituent child : children) {
      child.collect(above, paths);
    }
    above.remove(above.size() - 1);
  }
}
