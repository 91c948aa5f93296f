package org.entrain.producers;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Unreadable;

/**
 * A table with a header: tab-separated without quoting, because words may be quotation marks;
 * {@code .csv} by RFC 4180.
 *
 * @param file its path, for messages
 * @param columns names of the columns, in their order
 */
public record TextTable(String file, List<String> columns, List<Row> rows) {

  private static final CSVFormat TSV =
      CSVFormat.DEFAULT
          .builder()
          .setDelimiter('\t')
          .setQuote(null)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .setIgnoreEmptyLines(true)
          .setHeader()
          .get();
  private static final CSVFormat CSV =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .get();

  public TextTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * A row.
   *
   * @param place its line, for messages
   */
  public record Row(String place, Map<String, String> values) {

    /** The value in a column that the table has. */
    public String get(String column) {
      return Objects.requireNonNull(values.get(column), column);
    }
  }

  /**
   * Reads a table in UTF-8, with or without a byte order mark.
   *
   * @param needed columns it must have
   * @param advice what to do if it lacks one
   * @throws InvalidInputException if it cannot be read, lacks a column or names one twice, or a row
   *     has more or fewer values than the header
   */
  public static TextTable read(Path path, List<String> needed, String advice) {
    String file = path.toString();
    try (Reader reader = reader(path);
        CSVParser parser = (file.endsWith(".csv") ? CSV : TSV).parse(reader)) {
      List<String> columns = parser.getHeaderNames();
      for (String column : needed) {
        if (!columns.contains(column)) {
          throw new InvalidInputException(
              file, "header", "a column " + column, String.join(", ", columns), advice);
        }
      }
      List<Row> rows = new ArrayList<>();
      for (CSVRecord row : parser) {
        String place = "line " + parser.getCurrentLineNumber();
        if (!row.isConsistent()) {
          throw new InvalidInputException(
              file,
              place,
              columns.size() + " columns",
              row.size() + " columns",
              "Correct the row.");
        }
        rows.add(new Row(place, row.toMap()));
      }
      return new TextTable(file, columns, rows);
    } catch (IOException e) {
      throw Unreadable.refusal(path, "a table in UTF-8", e);
    } catch (UncheckedIOException e) {
      throw Unreadable.refusal(path, "a table in UTF-8", Objects.requireNonNull(e.getCause()));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          file,
          "header",
          "different names of columns",
          String.valueOf(e.getMessage()),
          "Correct the header.",
          e);
    }
  }

  private static Reader reader(Path path) throws IOException {
    Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8);
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }
}
