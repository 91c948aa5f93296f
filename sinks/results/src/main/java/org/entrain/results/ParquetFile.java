package org.entrain.results;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as a Parquet file: a DuckDB of its own, in memory, reads them through a table
 * function and writes them in their order, a group of rows at a time. Where the rows come from is
 * nothing to it, so every store's results become the same file.
 */
final class ParquetFile {

  private static final String MEMORY = "256MiB";
  private static final Pattern WRAPPED =
      Pattern.compile("\"exception_message\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  /**
   * A column.
   *
   * @param type Integer, Long, Double or String
   */
  record Column(String name, Class<?> type) {}

  /** Rows, one after the other. */
  @FunctionalInterface
  interface Rows {
    /** Puts the next row at a place of the columns; false if there is none left. */
    boolean next(DuckDBWritableVector[] columns, long at) throws SQLException, IOException;
  }

  private ParquetFile() {}

  /**
   * Writes a file, over what is there.
   *
   * @throws SQLException if rows cannot be read
   * @throws IOException if the file cannot be written
   */
  static void write(Path file, List<Column> columns, Rows rows) throws SQLException, IOException {
    Properties properties = new Properties();
    properties.setProperty("memory_limit", MEMORY);
    properties.setProperty("threads", "1");
    Source source = new Source(columns, rows);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
        Statement statement = connection.createStatement()) {
      DuckDBFunctions.tableFunction()
          .withName("entrain_rows")
          .withFunction(source)
          .register(connection);
      statement.execute(
          "COPY (SELECT * FROM entrain_rows()) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
              .formatted(file.toString().replace("'", "''")));
    } catch (SQLException e) {
      // The database has only the text of what the rows threw.
      if (source.failure instanceof IOException failure) {
        throw failure;
      }
      if (source.failure instanceof SQLException failure) {
        throw failure;
      }
      throw new IOException(reason(String.valueOf(e.getMessage())), e);
    }
  }

  /** What is wrong, in one line: DuckDB wraps what a thread of its writer says into JSON. */
  static String reason(String message) {
    Matcher wrapped = WRAPPED.matcher(message);
    return wrapped.find()
        ? wrapped.group(1).replace("\\\"", "\"")
        : message.lines().findFirst().orElse("a fault");
  }

  /** The table function; state is its own, since it is read once and by one thread. */
  private static final class Source implements DuckDBTableFunction<Boolean, Boolean, Boolean> {

    private final List<Column> columns;
    private final Rows rows;
    @Nullable Exception failure;

    Source(List<Column> columns, Rows rows) {
      this.columns = columns;
      this.rows = rows;
    }

    @Override
    public Boolean bind(DuckDBTableFunctionBindInfo info) {
      columns.forEach(column -> info.addResultColumn(column.name(), column.type()));
      return true;
    }

    @Override
    public Boolean init(DuckDBTableFunctionInitInfo info) {
      info.setMaxThreads(1);
      return true;
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk)
        throws SQLException, IOException {
      DuckDBWritableVector[] vectors = new DuckDBWritableVector[columns.size()];
      for (int column = 0; column < vectors.length; column++) {
        vectors[column] = chunk.vector(column);
      }
      try {
        long at = 0;
        while (at < chunk.capacity() && rows.next(vectors, at)) {
          at++;
        }
        return at;
      } catch (SQLException | IOException | RuntimeException e) {
        failure = e;
        throw e;
      }
    }
  }
}
