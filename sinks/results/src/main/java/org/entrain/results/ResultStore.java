package org.entrain.results;

/** A database of results. */
public interface ResultStore extends AutoCloseable {

  /**
   * The sink; only of a store that is open to write.
   *
   * @throws IllegalStateException if it is open to read only
   */
  ResultSink sink();

  /** Questions over the committed state; usable from any thread, also while the sink writes. */
  ResultQueries queries();

  /** Where it is, for messages: a file, or host, port and database; no secret is in it. */
  String place();

  @Override
  void close();
}
