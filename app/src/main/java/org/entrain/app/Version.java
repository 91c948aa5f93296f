package org.entrain.app;

/** Which entrain this is; stands in help and beside what it writes. */
public final class Version {

  /** Number. */
  public static final String NUMBER = "0.1.0";

  /** Name and number. */
  public static final String TEXT = "entrain " + NUMBER;

  private Version() {}

  /**
   * Name, number and commit.
   *
   * @param commit commit that the program was built from, {@code -dirty} at its end if its sources
   *     differed; empty if not known
   */
  public static String with(String commit) {
    return commit.isEmpty() ? TEXT : TEXT + ", commit " + commit;
  }
}
