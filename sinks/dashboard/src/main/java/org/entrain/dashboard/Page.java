package org.entrain.dashboard;

import java.util.List;

/**
 * Part of a long list.
 *
 * @param offset items before it
 * @param limit most items in it
 */
record Page(long offset, int limit) {

  static final int USUAL = 100;
  static final int MOST = 1000;

  static final Endpoint.Parameter OFFSET =
      Endpoint.Parameter.number("offset", "items to leave out, from 0 (default 0)");
  static final Endpoint.Parameter LIMIT =
      Endpoint.Parameter.number(
          "limit", "most items to answer, 1 to %d (default %d)".formatted(MOST, USUAL));

  /** This part of a list. */
  <T> List<T> of(List<T> all) {
    return all.stream().skip(offset).limit(limit).toList();
  }
}
