package org.entrain.results;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Opens stores of results: a file, which DuckDB keeps within this process, or a database of a
 * PostgreSQL server, {@code jdbc:postgresql://HOST:PORT/DATABASE}.
 */
public final class ResultStores {

  private final UnaryOperator<@Nullable String> environment;

  /**
   * @param environment value of a variable of the environment, or null: user and password of a
   *     server
   */
  public ResultStores(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * Opens a store to write and read; makes its tables if they are not there.
   *
   * @param place path of a file, or address of a database
   * @throws InvalidInputException if it cannot be used, or another process writes to it
   */
  public ResultStore open(String place) {
    return isAddress(place)
        ? PostgresResults.open(PostgresAddress.of(place, environment), true)
        : DuckDbResults.open(Path.of(place), DuckDbOptions.DEFAULT);
  }

  /**
   * Opens a store to read.
   *
   * @param place path of a file, or address of a database
   * @throws InvalidInputException if there is none, or it cannot be read
   */
  public ResultStore openReadOnly(String place) {
    return isAddress(place)
        ? PostgresResults.open(PostgresAddress.of(place, environment), false)
        : DuckDbResults.openReadOnly(Path.of(place), DuckDbOptions.DEFAULT);
  }

  /** Whether a place is the address of a database; no file's name begins like one. */
  private static boolean isAddress(String place) {
    return place.startsWith("jdbc:");
  }
}
