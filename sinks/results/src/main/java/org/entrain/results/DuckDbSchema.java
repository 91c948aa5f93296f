package org.entrain.results;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a DuckDB file to the newest version by the migrations of {@code db/}, in one transaction.
 */
final class DuckDbSchema {

  /** A migration for every version. */
  private static final List<String> MIGRATIONS =
      List.of(
          "V1__scores.sql",
          "V2__tests_folds_ceilings.sql",
          "V3__properties.sql",
          "V4__labels.sql",
          "V5__blocks.sql",
          "V6__figures.sql",
          "V7__provenance.sql",
          "V8__steering.sql");

  /** DuckDB compares text by its bytes, which is by code points. */
  private static final String TEXT = "VARCHAR";

  private DuckDbSchema() {}

  /** Creates or raises what is there, or refuses it. */
  static void prepare(Connection connection, Path file, boolean writable) throws SQLException {
    SchemaVersion version = new SchemaVersion(connection, file.toString());
    int found = 0;
    if (count(connection, "NOT temporary") > 0 || !writable) {
      found = count(connection, "table_name = 'schema_version'") > 0 ? version.read() : 0;
      version.check(found, writable, "Move the file away or choose another --state folder");
    }
    if (found < SchemaVersion.NEWEST) {
      migrate(connection, found, SchemaVersion.NEWEST);
    }
  }

  /** Brings a database from a version, 0 for an empty one, to a later one. */
  static void migrate(Connection connection, int from, int to) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String migration : MIGRATIONS.subList(from, to)) {
        statement.execute(sql(migration));
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String sql(String migration) {
    try (InputStream in = DuckDbSchema.class.getResourceAsStream("db/" + migration)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks db/" + migration);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${text}", TEXT);
    } catch (IOException e) {
      throw new ResultStoreException("read db/" + migration, e);
    }
  }

  private static int count(Connection connection, String condition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM duckdb_tables() WHERE " + condition)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
