package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schema that a connection begins in to the newest version by Flyway, with the
 * migrations that DuckDB has too; or refuses it.
 */
final class PostgresSchema {

  /** Compared by code points, as DuckDB does, whatever the database's language. */
  private static final String TEXT = "text COLLATE \"C\"";

  private static final String HISTORY = "schema_history";
  private static final String OTHERWISE =
      "Name an empty database, or an empty schema (?currentSchema=NAME)";

  private final PostgresAddress address;
  private final Connection connection;

  PostgresSchema(PostgresAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  void prepare(boolean writable) throws SQLException {
    @Nullable String schema = text("SELECT current_schema()");
    if (schema == null) {
      throw new InvalidInputException(
          address.place(),
          "schema",
          "a schema that is there",
          "none of that name",
          "Make it (CREATE SCHEMA), or name another (?currentSchema=NAME).");
    }
    List<String> tables = tables();
    if (!tables.contains("schema_version")) {
      checkEmpty(schema, tables, writable);
      migrate(schema);
      return;
    }
    SchemaVersion version = new SchemaVersion(connection, address.place());
    int found = version.read();
    version.check(found, writable, OTHERWISE);
    if (found < SchemaVersion.NEWEST) {
      migrate(schema);
    }
  }

  private void checkEmpty(String schema, List<String> tables, boolean writable) {
    tables.remove(HISTORY);
    if (!tables.isEmpty()) {
      throw new InvalidInputException(
          address.place(),
          "schema " + schema,
          "no tables but entrain's",
          tables.get(0) + (tables.size() > 1 ? " and %d more".formatted(tables.size() - 1) : ""),
          OTHERWISE + ".");
    }
    if (!writable) {
      throw new InvalidInputException(
          address.place(),
          "schema " + schema,
          "results",
          "none",
          "Run `entrain worker results` with this address first, or name another.");
    }
  }

  private void migrate(String schema) throws SQLException {
    if (!"t".equals(text("SELECT has_schema_privilege(current_schema(), 'CREATE')"))) {
      throw PostgresFaults.notPermitted(
          address.place(), schema, String.valueOf(text("SELECT current_user")));
    }
    try {
      Flyway.configure(PostgresSchema.class.getClassLoader())
          .dataSource(new PostgresDataSource(address))
          .locations(
              "classpath:org/entrain/results/db", "classpath:org/entrain/results/db-postgresql")
          .placeholders(Map.of("text", TEXT))
          .defaultSchema(schema)
          .createSchemas(false)
          .table(HISTORY)
          .group(true)
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new ResultStoreException("prepare " + address.place(), e);
    }
  }

  private List<String> tables() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                    + " ORDER BY tablename")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private @Nullable String text(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
