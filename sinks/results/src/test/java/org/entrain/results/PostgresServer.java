package org.entrain.results;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of the test process, started by the first test that needs it. */
final class PostgresServer {

  static final String USER = "postgres";
  static final String DATABASE = "postgres";

  /** Starts once; ends with the process. */
  private static final class Running {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private PostgresServer() {}

  static String url() {
    return url(DATABASE);
  }

  static String url(String database) {
    return "jdbc:postgresql://localhost:%d/%s".formatted(Running.SERVER.getPort(), database);
  }

  /** Environment of a program that uses the server. */
  static @Nullable String environment(String name) {
    return name.equals("PGUSER") ? USER : null;
  }

  /** Executes statements as the server's owner. */
  static void execute(String... statements) {
    try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
