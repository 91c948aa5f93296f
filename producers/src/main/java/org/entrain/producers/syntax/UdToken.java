package org.entrain.producers.syntax;

import java.util.Map;

/**
 * A syntactic word of Universal Dependencies.
 *
 * @param text its part of the sentence's text; empty for all but the first part of a contraction
 *     whose parts do not spell it
 * @param upos universal part of speech
 * @param features morphological features, such as Tense=Past
 * @param head index of its head in the sentence, from 0; -1 for the root
 * @param relation relation to the head, with its subtype
 */
public record UdToken(
    String text, String upos, Map<String, String> features, int head, String relation) {

  public UdToken {
    features = Map.copyOf(features);
  }
}
