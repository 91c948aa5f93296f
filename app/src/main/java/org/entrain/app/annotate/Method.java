package org.entrain.app.annotate;

import java.util.Locale;

/** Where properties come from. */
public enum Method {
  /** Stanford CoreNLP, built on demand: all properties. */
  CORENLP,
  /** Apache OpenNLP: length of sentences, part of speech, tense. */
  OPENNLP,
  /** Parses in files: Penn trees, CoNLL-U or both. */
  TREES;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
