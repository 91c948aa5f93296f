package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.plan;

import java.io.IOException;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening a database of a server: addresses, users, versions, locks. */
class PostgresResultsTest {

  private static final TestStore STORE = TestStore.POSTGRESQL;
  private static final String SECRET = "s3cret";

  @TempDir Path folder;

  @Test
  void passwordThatIsWrong_isRefusedWithoutShowingIt() {
    assertRefused(
            PostgresServer.url(),
            Map.of("PGUSER", PostgresServer.WITH_PASSWORD, "PGPASSWORD", SECRET))
        .hasMessageMatching(
            "localhost:\\d+/postgres: password: expected the user's password, found another or"
                + " none. Set PGPASSWORD, or a line in ~/.pgpass, and PGUSER.");
  }

  @Test
  void passwordFile_isReadAsPostgresProgramsDo() throws IOException {
    Path file = Files.writeString(folder.resolve("pgpass"), "*:*:*:someone:right\n");
    System.setProperty("org.postgresql.pgpassfile", file.toString());
    try {
      assertThatThrownBy(
              () ->
                  new ResultStores(Map.of("PGUSER", PostgresServer.WITH_PASSWORD)::get)
                      .open(PostgresServer.url()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("found that user someone has none");
    } finally {
      System.clearProperty("org.postgresql.pgpassfile");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/db?user=a&password=s3cret",
        "jdbc:postgresql://a:s3cret@host/db",
        "jdbc:postgresql://host/db?user=s3cret",
        "jdbc:postgresql://host/db?sslPassword=s3cret"
      })
  void passwordInTheAddress_isRefusedWithoutShowingIt(String url) {
    assertRefused(url, Map.of())
        .hasMessage(
            "--results: address: expected no user, no password and no @ in it, found one of them."
                + " Set PGUSER, and PGPASSWORD or a line in ~/.pgpass.");
  }

  @Test
  void addressOfAnotherForm_isRefused() {
    assertRefused("jdbc:mysql://host/db", Map.of())
        .hasMessageContaining("expected jdbc:postgresql://HOST:PORT/DATABASE, found jdbc:mysql");
    assertRefused("jdbc:postgresql:db", Map.of()).hasMessageContaining("found jdbc:postgresql:db");
  }

  @Test
  void serverThatIsNotUp_isRefused() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertRefused("jdbc:postgresql://localhost:" + port + "/db", Map.of("PGUSER", "postgres"))
        .hasMessage(
            "localhost:%d/db: server: expected one that answers, found none. Start it, or name its"
                    .formatted(port)
                + " host and port.");
  }

  @Test
  void databaseThatIsMissing_isRefused() {
    assertRefused(PostgresServer.url("nowhere"), owner())
        .hasMessageContaining(
            "/nowhere: database: expected a database that is there, found none of that name");
  }

  @Test
  void schemaThatIsMissing_isRefused() {
    assertRefused(PostgresServer.url() + "?currentSchema=nowhere", owner())
        .hasMessageContaining("expected a schema that is there, found none of that name");
  }

  @Test
  void userWhoMayNotMakeTables_isRefusedWithTheGrant() {
    PostgresServer.execute("CREATE ROLE reader LOGIN PASSWORD 'right'");
    assertRefused(STORE.place(folder), Map.of("PGUSER", "reader", "PGPASSWORD", "right"))
        .hasMessageContaining("expected a schema that is there, found none of that name");
    String schema = folder.getFileName().toString();
    PostgresServer.execute("GRANT USAGE ON SCHEMA \"" + schema + "\" TO reader");
    assertRefused(STORE.place(folder), Map.of("PGUSER", "reader", "PGPASSWORD", "right"))
        .hasMessageContaining("found that user reader has none")
        .hasMessageContaining("GRANT CREATE ON SCHEMA \"" + schema + "\" TO \"reader\"");
    STORE.open(folder).close();
    assertRefused(STORE.place(folder), Map.of("PGUSER", "reader", "PGPASSWORD", "right"))
        .hasMessageContaining("rights: expected those to read the tables")
        .hasMessageContaining("permission denied");
  }

  @Test
  void databaseOfSomethingElse_isRefusedAndUnchanged() {
    STORE.place(folder);
    STORE.query(folder, "CREATE TABLE others(x INTEGER)");
    assertRefused(STORE.place(folder), owner())
        .hasMessageContaining("expected no tables but entrain's, found others")
        .hasMessageContaining("currentSchema");
    assertThat(
            STORE.query(
                folder,
                "SELECT count(*) FROM pg_tables WHERE schemaname = '%s'"
                    .formatted(folder.getFileName())))
        .containsExactly("1");
  }

  @Test
  void databaseOfANewerVersion_isRefused() {
    STORE.open(folder).close();
    STORE.query(folder, "UPDATE schema_version SET version = 99");
    assertRefused(STORE.place(folder), owner())
        .hasMessageContaining("schema version: expected 8, found 99. Use the newer entrain");
  }

  @Test
  void databaseWithoutResults_cannotBeRead() {
    assertThatThrownBy(() -> STORE.openReadOnly(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected results, found none");
  }

  @Test
  void databaseWithAWriter_refusesASecondAndTakesReaders() throws IOException {
    try (ResultStore first = STORE.open(folder)) {
      assertThatThrownBy(() -> STORE.open(folder))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("expected one that nobody else writes results to");
      first
          .sink()
          .apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0), fit("u", 0, "F", 3, 0.1)));
      try (ResultStore reader = STORE.openReadOnly(folder)) {
        assertThat(reader.queries().exportCsv(new StringWriter(), Selection.of(false)))
            .isEqualTo(3L * Events.FOLDS);
        assertThatThrownBy(reader::sink).isInstanceOf(IllegalStateException.class);
      }
    }
    STORE.open(folder).close();
  }

  @Test
  void textWithTheCharacterZero_isStoredWithoutIt() {
    try (ResultStore store = STORE.open(folder)) {
      store.sink().apply(batch(checkpoint("m\0", 0, "i"), plan("u", "i", 0)));
      assertThat(store.queries().summary().checkpoints().get(0).model()).isEqualTo("m\uFFFD");
    }
  }

  private static Map<String, String> owner() {
    return Map.of("PGUSER", PostgresServer.USER);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      String url, Map<String, String> environment) {
    // A password file of the user who runs the test must not help.
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("PGPASSWORD", UUID.randomUUID().toString());
    return assertThatThrownBy(() -> new ResultStores(all::get).open(url))
        .isInstanceOf(InvalidInputException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET).doesNotContain("\n"));
  }
}
