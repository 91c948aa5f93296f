package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.plan;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opening the file: versions, locks, crashes. */
class DuckDbResultsTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("results.duckdb");
  }

  /** A process that commits one fit, begins another, and halts or waits to be killed. */
  static final class Writer {
    public static void main(String[] args) throws Exception {
      DuckDbResults results = DuckDbResults.open(Path.of(args[0]), DuckDbOptions.DEFAULT);
      results
          .sink()
          .apply(
              batch(4, checkpoint("m", 0, "i"), plan("u", "i", 0), fit("u", 0, "F", 100_000, 0.1)));
      // As the sink's connection: one process opens a file in one way only.
      Properties same = new Properties();
      same.setProperty("memory_limit", DuckDbOptions.DEFAULT.memoryMebibytes() + "MiB");
      same.setProperty("threads", "" + DuckDbOptions.DEFAULT.threads());
      same.setProperty("duckdb.read_only", "false");
      try (Connection other = DriverManager.getConnection("jdbc:duckdb:" + args[0], same)) {
        other.setAutoCommit(false);
        other.createStatement().execute("DELETE FROM scores");
        other.createStatement().execute("UPDATE offsets SET next_offset = 9");
        System.out.println("open");
        System.out.flush();
        System.in.read();
        Runtime.getRuntime().halt(1);
      }
    }
  }

  @Test
  @Timeout(60)
  void file_openElsewhere_isRefusedWithTheReason_andKeepsWhatWasCommitted() throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(writer.inputReader().readLine()).isEqualTo("open");
    assertThatThrownBy(() -> DuckDbResults.openReadOnly(file, DuckDbOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("another process has it");
    assertThatThrownBy(() -> DuckDbResults.open(file, DuckDbOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("another process has it");

    writer.destroyForcibly();
    assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
    try (DuckDbResults results = DuckDbResults.openReadOnly(file, DuckDbOptions.DEFAULT)) {
      assertThat(rows(results)).isEqualTo(100_000L * Events.FOLDS);
    }
    try (DuckDbResults results = DuckDbResults.open(file, DuckDbOptions.DEFAULT)) {
      assertThat(rows(results)).isEqualTo(100_000L * Events.FOLDS);
      assertThat(results.sink().offsets()).containsValue(4L);
    }
  }

  @Test
  void queries_whileTheSinkWrites_seeWhatIsCommitted() throws Exception {
    try (DuckDbResults results = DuckDbResults.open(file, DuckDbOptions.DEFAULT)) {
      ResultSink sink = results.sink();
      sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0), fit("u", 0, "F", 3, 0.1)));
      assertThat(rows(results)).isEqualTo(3L * Events.FOLDS);
      sink.apply(batch(fit("u", 0, "G", 3, 0.1)));
      assertThat(rows(results)).isEqualTo(6L * Events.FOLDS);
    }
  }

  @Test
  void file_missing_isRefusedForReading() {
    assertThatThrownBy(() -> DuckDbResults.openReadOnly(file, DuckDbOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found none");
  }

  @Test
  void file_ofSomethingElse_isRefused() throws Exception {
    Files.writeString(file, "model,step\n".repeat(1000));
    assertThatThrownBy(() -> DuckDbResults.open(file, DuckDbOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a readable file of results");
  }

  @Test
  void file_ofAnotherVersion_isRefusedWithTheRemedy() throws Exception {
    DuckDbResults.open(file, DuckDbOptions.DEFAULT).close();
    sql("UPDATE schema_version SET version = 99");
    assertThatThrownBy(() -> DuckDbResults.openReadOnly(file, DuckDbOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected 8, found 99")
        .hasMessageContaining("newer entrain");
    sql("UPDATE schema_version SET version = 0");
    assertThatThrownBy(() -> DuckDbResults.open(file, DuckDbOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Move the file away");
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file)) {
      connection.createStatement().execute(statement);
    }
  }

  private static long rows(DuckDbResults results) throws IOException {
    return results.queries().exportCsv(new StringWriter(), Selection.of(false));
  }
}
