package org.entrain.gathering;

import org.entrain.schemas.avro.Plan;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says of every row of a gather. A record says it of itself alone: taken at its word,
 * one wrong record that comes first would make all right ones wrong.
 *
 * @param rows number of rows
 * @param parts pieces of a row
 * @param width floats of a piece
 */
public record RowShape(int rows, int parts, int width) {

  /** Of words with their representations in all layers of the plan. */
  public static RowShape ofWords(Plan plan) {
    return new RowShape(plan.getWords(), plan.getLayers().size(), plan.getHiddenSize());
  }

  boolean fits(InputRow row) {
    return fault(row) == null;
  }

  /**
   * Refuses a row of another shape.
   *
   * @throws IllegalArgumentException when it is one, with its numbers
   */
  void require(InputRow row) {
    @Nullable String fault = fault(row);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  private @Nullable String fault(InputRow row) {
    int told = row.rows() < 0 ? rows : row.rows();
    if (told != rows || row.index() >= rows) {
      return "row %d of %d, and its plan has %d".formatted(row.index(), told, rows);
    }
    if (row.values().size() != parts) {
      return "row %d has %d parts, not %d".formatted(row.index(), row.values().size(), parts);
    }
    for (int bytes : row.lengths()) {
      if (bytes != (long) width * Float.BYTES) {
        return "a part of row %d has %d bytes, not %d floats".formatted(row.index(), bytes, width);
      }
    }
    return null;
  }
}
