package org.entrain.models.text;

/** Which hidden states of the window that ends with a word represent the word. */
public enum Representation {
  /** That of the word's last token. */
  LAST,
  /** The mean over the word's own tokens, as far as the window holds them. */
  MEAN
}
