package org.entrain.producers.recordings;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Unreadable;

/**
 * A table of numbers in text: one row a line, equally many columns in each. Blank lines, lines that
 * begin with {@code #}, and one header without any number are passed over.
 */
final class NumericTable {

  private final String file;
  private final Pattern separator;
  private final List<double[]> rows = new ArrayList<>();

  private NumericTable(String file, String separator) {
    this.file = file;
    this.separator = Pattern.compile(separator);
  }

  static Samples read(Path path, String separator) {
    NumericTable table = new NumericTable(path.toString(), separator);
    try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      int number = 0;
      boolean mayBeHeader = true;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (!text.isBlank() && !text.startsWith("#")) {
          table.add(number, text, mayBeHeader);
          mayBeHeader = false;
        }
      }
    } catch (IOException e) {
      throw Unreadable.refusal(path, "a table of numbers", e);
    }
    return Samples.of(table.rows.toArray(new double[0][]));
  }

  private void add(int line, String text, boolean mayBeHeader) {
    String[] fields = separator.split(text.strip(), -1);
    double[] row = new double[fields.length];
    int numbers = 0;
    int wrong = -1;
    for (int c = 0; c < fields.length; c++) {
      try {
        row[c] = Double.parseDouble(fields[c]);
        numbers++;
      } catch (NumberFormatException e) {
        wrong = wrong < 0 ? c : wrong;
      }
    }
    if (mayBeHeader && numbers == 0) {
      return;
    }
    if (wrong >= 0) {
      throw fault(
          line, "a number in column %d (from 0)".formatted(wrong), "'" + fields[wrong] + "'");
    }
    if (!rows.isEmpty() && rows.get(0).length != row.length) {
      throw fault(line, rows.get(0).length + " columns", row.length + " columns");
    }
    rows.add(row);
  }

  private InvalidInputException fault(int line, String expected, String found) {
    return new InvalidInputException(
        file, "line " + line, expected, found, "Give one volume a line, one voxel a column.");
  }
}
