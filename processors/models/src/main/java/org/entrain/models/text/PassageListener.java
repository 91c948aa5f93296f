package org.entrain.models.text;

/** Told how far the reading of a passage is. */
@FunctionalInterface
public interface PassageListener {

  /** Listens to nothing. */
  PassageListener NONE = (done, of, seconds) -> {};

  /**
   * Called after every pass, by the thread that ran it.
   *
   * @param done windows read
   * @param of windows of the passage
   * @param seconds since the reading began
   */
  void read(int done, int of, double seconds);
}
