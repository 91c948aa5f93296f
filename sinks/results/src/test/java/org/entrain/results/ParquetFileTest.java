package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.entrain.results.ParquetFile.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileTest {

  private static final List<Column> COLUMNS = List.of(new Column("r", Double.class));

  @TempDir Path folder;

  @Test
  void rows_thatCannotBeRead_failAsTheyFailed() {
    SQLException unreadable = new SQLException("gone");
    IOException unwanted = new IOException("unwanted");

    assertThatThrownBy(() -> ParquetFile.write(file(), COLUMNS, (c, at) -> raise(unreadable)))
        .isSameAs(unreadable);
    assertThatThrownBy(() -> ParquetFile.write(file(), COLUMNS, (c, at) -> raise(unwanted)))
        .isSameAs(unwanted);
  }

  @Test
  void file_thatCannotBeMade_isAFaultOfTheFile() {
    assertThatThrownBy(() -> ParquetFile.write(folder.resolve("none/f"), COLUMNS, (c, at) -> false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none/f");
  }

  @Test
  void fullDisk_isSaidInOneLine() {
    assertThat(
            ParquetFile.reason(
                "IO Error: Async write failed for range [offset=2, size=9]: {\"exception_type\":"
                    + "\"IO\",\"exception_message\":\"Could not write file \\\"/o/f\\\": No space"
                    + " left on device\",\"errno\":\"28\"}"))
        .isEqualTo("Could not write file \"/o/f\": No space left on device");
    assertThat(ParquetFile.reason("IO Error: plain\n\n  at")).isEqualTo("IO Error: plain");
  }

  private Path file() {
    return folder.resolve("f.parquet");
  }

  private static boolean raise(Exception e) throws SQLException, IOException {
    if (e instanceof SQLException unreadable) {
      throw unreadable;
    }
    throw (IOException) e;
  }
}
