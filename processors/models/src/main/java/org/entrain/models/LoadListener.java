package org.entrain.models;

/**
 * Hears how far the reading of weights has come, every megabyte or so, from the threads that read.
 */
@FunctionalInterface
public interface LoadListener {

  /**
   * @param bytesDone of weights as they are stored, read so far
   * @param bytesTotal to read
   */
  void loaded(long bytesDone, long bytesTotal);

  /** For callers that do not wait for it. */
  static LoadListener none() {
    return (done, total) -> {};
  }
}
