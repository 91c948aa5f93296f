package org.entrain.results;

import java.util.Objects;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Address of a PostgreSQL database, without a secret: a password comes from the environment ({@code
 * PGPASSWORD}) or from a password file ({@code PGPASSFILE}, else {@code ~/.pgpass}), as
 * PostgreSQL's own programs take it.
 *
 * @param url {@code jdbc:postgresql://HOST:PORT/DATABASE} with parameters, no password among them
 * @param place host, port and database, for messages
 * @param properties user and password, where the environment has them, and what the address may
 *     override
 */
record PostgresAddress(String url, String place, Properties properties) {

  private static final Pattern FORM =
      Pattern.compile("jdbc:postgresql://([^/?#@]+/[^/?#@]+)(\\?.*)?");
  private static final Pattern SECRET =
      Pattern.compile("@|[?&]user=|password", Pattern.CASE_INSENSITIVE);
  private static final String SOURCE = "--results";

  /**
   * How long the server may be silent within an answer, unless the address has another {@code
   * socketTimeout}: whoever waits for a host that is lost would else wait for ever. Questions and
   * batches take seconds; a worker that waits for 300 s counts as dead.
   */
  private static final String SILENCE_SECONDS = "240";

  /** The same within an upgrade, whose index of all scores takes minutes. */
  private static final String UPGRADE_SECONDS = "3600";

  private static final String SILENCE = "socketTimeout";

  /** An address as a user writes it. */
  static PostgresAddress of(String url, UnaryOperator<@Nullable String> environment) {
    // The text is shown only once it is known to hold no password.
    if (SECRET.matcher(url).find()) {
      throw new InvalidInputException(
          SOURCE,
          "address",
          "no user, no password and no @ in it",
          "one of them",
          "Set PGUSER, and PGPASSWORD or a line in ~/.pgpass.");
    }
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new InvalidInputException(
          SOURCE,
          "address",
          "jdbc:postgresql://HOST:PORT/DATABASE",
          url,
          "Write it so, or name a file.");
    }
    Properties properties = new Properties();
    put(properties, "user", environment.apply("PGUSER"));
    put(properties, "password", environment.apply("PGPASSWORD"));
    properties.setProperty("ApplicationName", "entrain");
    properties.setProperty(SILENCE, SILENCE_SECONDS);
    return new PostgresAddress(url, form.group(1), properties);
  }

  /** The same database with the patience that an upgrade needs. */
  PostgresAddress forUpgrade() {
    Properties patient = new Properties();
    patient.putAll(properties);
    patient.setProperty(SILENCE, UPGRADE_SECONDS);
    return new PostgresAddress(url, place, patient);
  }

  /** How long the server may be silent within an answer, ms; 0: for ever. */
  int silenceMs() {
    Properties driver = Objects.requireNonNull(Driver.parseURL(url, properties));
    return Math.multiplyExact(1000, Integer.parseInt(driver.getProperty(SILENCE)));
  }

  private static void put(Properties properties, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      properties.setProperty(key, value);
    }
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return place;
  }
}
