package org.entrain.bench.cluster;

import java.util.Random;

/**
 * One run under faults.
 *
 * @param name what happens, in few words
 * @param brokers number of brokers
 * @param inSelection whether it belongs to the short selection
 * @param letters records that must end as dead letters
 * @param wide whether the recording has very many voxels
 * @param script what happens
 */
record Schedule(
    String name, int brokers, boolean inSelection, int letters, boolean wide, Script script) {

  /** What happens: begins the work and strikes. */
  @FunctionalInterface
  interface Script {
    /**
     * @param random seeded: chooses moments and victims
     */
    void run(Site site, Random random) throws Exception;
  }

  static Schedule of(String name, int brokers, Script script) {
    return new Schedule(name, brokers, false, 0, false, script);
  }

  /** The same, in the short selection. */
  Schedule selected() {
    return new Schedule(name, brokers, true, letters, wide, script);
  }

  /** The same, which leaves dead letters. */
  Schedule leaving(int deadLetters) {
    return new Schedule(name, brokers, inSelection, deadLetters, wide, script);
  }

  /** The same on a recording of very many voxels. */
  Schedule ofVeryManyVoxels() {
    return new Schedule(name, brokers, inSelection, letters, true, script);
  }
}
