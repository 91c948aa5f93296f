package org.entrain.results;

/**
 * Part of a list.
 *
 * @param offset rows before it
 * @param limit rows in it at most
 */
public record Page(long offset, int limit) {

  /** Most rows of a page. */
  public static final int LARGEST = 10_000;

  public Page {
    if (offset < 0 || limit < 1 || limit > LARGEST) {
      throw new IllegalArgumentException(
          "offset from 0 and limit 1 … %d: %d, %d".formatted(LARGEST, offset, limit));
    }
  }
}
