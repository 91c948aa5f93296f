package org.entrain.app;

/** Which entrain this is; stands in help and beside what it writes. */
public final class Version {

  /** Name and number. */
  public static final String TEXT = "entrain 0.1.0";

  private Version() {}
}
