package org.entrain.results;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of the test process, started by the first test that needs it. */
final class PostgresServer {

  static final String USER = "postgres";
  static final String DATABASE = "postgres";

  /** A user without rights whose password the server asks for. */
  static final String WITH_PASSWORD = "someone";

  /** Starts once; ends with the process. */
  private static final class Running {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        askForPassword(server);
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }

    private static void askForPassword(EmbeddedPostgres server) throws IOException, SQLException {
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        ResultSet row = statement.executeQuery("SHOW hba_file");
        row.next();
        Path rules = Path.of(row.getString(1));
        // The first rule that matches counts; those there are trust everybody.
        Files.writeString(
            rules,
            "host all %s all scram-sha-256\n".formatted(WITH_PASSWORD) + Files.readString(rules));
        statement.execute("CREATE ROLE %s LOGIN PASSWORD 'right'".formatted(WITH_PASSWORD));
        statement.execute("SELECT pg_reload_conf()");
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
