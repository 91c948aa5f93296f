package org.entrain.results;

import java.util.ArrayList;
import java.util.List;
import org.entrain.math.CramersV;
import org.entrain.math.PearsonTest;

/**
 * How the labels of two properties go together.
 *
 * @param r Pearson's r of class numbers over words
 * @param pOfR two-tailed p of r, which takes words for independent
 * @param v Cramér's V, of sentences where both properties are theirs, else of words
 * @param pOfV p of V by χ²
 */
public record LabelPair(
    String stimulus, String first, String second, double r, double pOfR, double v, double pOfV) {

  /** All pairs of properties of one stimulus that have classes, in their order. */
  public static List<LabelPair> of(List<PropertyLabels> labels) {
    List<LabelPair> pairs = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      for (int j = i + 1; j < labels.size(); j++) {
        PropertyLabels first = labels.get(i);
        PropertyLabels second = labels.get(j);
        // While a table is being stored, columns differ.
        if (first.stimulus().equals(second.stimulus())
            && first.hasFewClasses()
            && second.hasFewClasses()
            && first.classes().size() == second.classes().size()) {
          pairs.add(of(first, second));
        }
      }
    }
    return pairs;
  }

  private static LabelPair of(PropertyLabels first, PropertyLabels second) {
    PearsonTest correlation = LabelTable.correlation(first, second);
    CramersV association = LabelTable.association(first, second);
    return new LabelPair(
        first.stimulus(),
        first.property(),
        second.property(),
        correlation.r(),
        correlation.p(),
        association.v(),
        association.p());
  }
}
