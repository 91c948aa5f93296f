package org.entrain.app.display;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns. Whatever stands in a cell, a terminal shows it and obeys none of it. */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param heads heads of the columns
   */
  public TextTable(String... heads) {
    row(heads);
  }

  /** Adds a row of as many cells as there are heads. */
  public void row(String... cells) {
    rows.add(java.util.Arrays.stream(cells).map(SafeText::of).toList());
  }

  /** The table, a line each, the last column unpadded. */
  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
