package org.entrain.results.outputs;

/** Is told how far the writing of a folder is. */
@FunctionalInterface
public interface OutputProgress {

  /**
   * Some of the rows are read.
   *
   * @param what file or folder that is written
   * @param done rows read for it
   * @param total rows in all
   * @throws OutputStopped if nobody wants the rest
   */
  void show(String what, long done, long total) throws OutputStopped;
}
