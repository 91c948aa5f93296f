package org.entrain.dashboard;

import org.slf4j.Logger;

/** What may fail again and again: it is said once, until it works again. For one thread. */
final class Trouble {

  private final Logger log;
  private final String what;
  private boolean said;

  /**
   * @param what what is wrong when it fails, for people
   */
  Trouble(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** It failed. */
  void is(Exception cause) {
    if (!said) {
      said = true;
      log.warn("{}; this is not said again before it is over", what, cause);
    }
  }

  /** It worked. */
  void over() {
    if (said) {
      said = false;
      log.info("it is over that {}", what);
    }
  }
}
