package org.entrain.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Stores that a test runs on: each has a place of its own for every folder. */
enum TestStore {
  /** A file in the folder. */
  DUCKDB {
    @Override
    String place(Path folder) {
      return folder.resolve("results.duckdb").toString();
    }

    @Override
    String url(Path folder) {
      return "jdbc:duckdb:" + place(folder);
    }
  },

  /** A schema of the folder's name in a server that all tests share. */
  POSTGRESQL {
    @Override
    String place(Path folder) {
      String schema = folder.getFileName().toString();
      PostgresServer.execute("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\"");
      return PostgresServer.url() + "?currentSchema=" + schema;
    }

    @Override
    String url(Path folder) {
      return place(folder) + "&user=" + PostgresServer.USER;
    }
  };

  private static final ResultStores STORES = new ResultStores(PostgresServer::environment);

  /** What a user would write. */
  abstract String place(Path folder);

  /** For a connection of the test's own. */
  abstract String url(Path folder);

  ResultStore open(Path folder) {
    return STORES.open(place(folder));
  }

  ResultStore openReadOnly(Path folder) {
    return STORES.openReadOnly(place(folder));
  }

  /** First column of what a statement answers, numbers as Java writes them. */
  List<String> query(Path folder, String sql) {
    List<String> cells = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url(folder));
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            cells.add(String.valueOf(rows.getObject(1)));
          }
        }
      }
      return cells;
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
