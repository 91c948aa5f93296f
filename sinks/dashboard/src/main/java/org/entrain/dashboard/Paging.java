package org.entrain.dashboard;

import java.util.List;
import org.entrain.results.Page;

/** Parts of long lists. */
final class Paging {

  static final int USUAL = 100;
  static final int MOST = 1000;

  static final Endpoint.Parameter OFFSET =
      Endpoint.Parameter.number("offset", "items to leave out, from 0 (default 0)");
  static final Endpoint.Parameter LIMIT =
      Endpoint.Parameter.number(
          "limit", "most items to answer, 1 to %d (default %d)".formatted(MOST, USUAL));

  private Paging() {}

  /** Part of a list. */
  static <T> List<T> of(List<T> all, Page page) {
    return all.stream().skip(page.offset()).limit(page.limit()).toList();
  }
}
