package org.entrain.app.control;

/**
 * A line of the answer to a request for a folder of results; the last one is no {@link
 * State#WRITING}.
 *
 * @param text file that is written, what was written, or what is wrong
 * @param done rows read for the file
 * @param total rows in all
 */
record OutputLine(State state, String text, long done, long total) {

  /** How far it is. */
  enum State {
    WRITING,
    DONE,
    REFUSED,
    UNWRITABLE,
    BROKEN
  }
}
