package org.entrain.results;

import java.util.List;

/**
 * A page of rows.
 *
 * @param rows rows of the page, in the list's order
 * @param total rows of the whole list
 */
public record Paged<T>(List<T> rows, long total) {

  public Paged {
    rows = List.copyOf(rows);
  }
}
