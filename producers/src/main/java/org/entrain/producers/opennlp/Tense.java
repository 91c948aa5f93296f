package org.entrain.producers.opennlp;

import java.util.Optional;
import java.util.Set;

/**
 * Tense of an English verb by its form: Past for the past and its participle, Pres for the present
 * and its participle where the form shows it, none for modals and for base forms, which are
 * infinitives as often as presents ({@code they walk}).
 */
final class Tense {

  private static final Set<String> PRESENT =
      Set.of(
          "am", "are", "is", "has", "have", "does", "do", "'m", "'re", "'s", "'ve", "don't",
          "doesn't", "isn't", "aren't", "hasn't", "haven't");
  private static final Set<String> MODALS =
      Set.of(
          "can", "could", "may", "might", "must", "shall", "should", "will", "would", "'ll", "ca",
          "wo", "'d");

  private Tense() {}

  /**
   * The tense.
   *
   * @param form the verb as it stands, lower-case
   * @param lemma its infinitive
   * @param upos its part of speech; only VERB and AUX have a tense
   */
  static Optional<String> of(String form, String lemma, String upos) {
    if (!upos.equals("VERB") && !upos.equals("AUX") || MODALS.contains(lemma)) {
      return Optional.empty();
    }
    if (PRESENT.contains(form) || form.endsWith("ing") && !form.equals(lemma)) {
      return Optional.of("Pres");
    }
    if (form.equals(lemma)) {
      return Optional.empty(); // an infinitive as often as a present, by the form alone
    }
    return Optional.of(form.endsWith("s") && !form.equals("was") ? "Pres" : "Past");
  }
}
