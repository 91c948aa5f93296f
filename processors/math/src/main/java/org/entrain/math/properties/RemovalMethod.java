package org.entrain.math.properties;

import java.util.Locale;

/** How a property is taken out of representations. */
public enum RemovalMethod {
  /** Ridge regression on the labels of all words, as published. */
  RIDGE,

  /** The same on the words of training rows alone, anew for every fold. */
  CROSS_FITTED,

  /** Least-squares concept erasure: the least change that leaves no covariance with the labels. */
  LEACE,

  /** Iterative null-space projection of linear classifiers. */
  INLP;

  /** The name that settings and events have for it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
