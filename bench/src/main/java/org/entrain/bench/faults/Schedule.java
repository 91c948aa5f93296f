package org.entrain.bench.faults;

import java.util.Random;

/**
 * One run under faults.
 *
 * @param name what happens, in few words
 * @param brokers number of brokers
 * @param quick whether it belongs to the short selection
 * @param deadLetters dead letters that it must leave
 * @param script what happens
 */
record Schedule(String name, int brokers, boolean quick, int deadLetters, Script script) {

  /** What happens: begins the work and strikes. */
  @FunctionalInterface
  interface Script {
    /**
     * @param random seeded: chooses moments and victims
     */
    void run(Site site, Random random) throws Exception;
  }
}
