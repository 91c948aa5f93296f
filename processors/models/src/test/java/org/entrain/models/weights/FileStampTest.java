package org.entrain.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change after their headers were read. */
class FileStampTest {

  private static final FileTime WRITTEN = FileTime.fromMillis(1_700_000_000_000L);

  @TempDir Path folder;

  private Path file;
  private TensorEntry entry;

  @BeforeEach
  void write() throws IOException {
    file = write("model.safetensors", 16);
    entry = new TensorEntry("w", ElementType.F32, List.of(4L), FileStamp.of(file), 0, 16);
  }

  @Test
  void file_thatStaysTheSame_isReadAgainAndAgain() {
    for (int i = 0; i < 3; i++) {
      assertThatCode(this::read).doesNotThrowAnyException();
      assertThat(TensorReader.map(entry).remaining()).isEqualTo(16);
    }
  }

  @Test
  void file_ofAnotherSize_isRefused() throws IOException {
    write("model.safetensors", 20);
    refused(this::read, "16 bytes", "20 bytes");
    refused(() -> TensorReader.map(entry), "16 bytes", "20 bytes");
  }

  @Test
  void file_overwritten_isRefusedByItsTime() throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(WRITTEN.toMillis() + 1000));
    refused(this::read, "2023-11-14T22:13:20Z", "2023-11-14T22:13:21Z");
    refused(() -> TensorReader.map(entry), "2023-11-14T22:13:20Z", "2023-11-14T22:13:21Z");
  }

  @Test
  void file_replacedByOneOfTheSameSizeAndTime_isRefused() throws IOException {
    // Both exist at once, so that no identity is used again.
    Files.move(write("other", 16), file, StandardCopyOption.REPLACE_EXISTING);
    refused(this::read, "another of the same size and time");
    refused(() -> TensorReader.map(entry), "another of the same size and time");
  }

  @Test
  void file_changedWhileItIsRead_isRefused() {
    refused(
        () ->
            new TensorReader()
                .forEachPiece(
                    entry, piece -> assertThat(file.toFile().setLastModified(1_000)).isTrue()),
        "1970-01-01T00:00:01Z");
  }

  @Test
  void file_thatIsGone_isRefused() throws IOException {
    Files.delete(file);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(file.toString(), "NoSuchFile");
  }

  private void read() {
    new TensorReader().forEachChunk(entry, chunk -> assertThat(chunk.remaining()).isEqualTo(16));
  }

  private void refused(ThrowingCallable reading, String... numbers) {
    assertThatThrownBy(reading)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(file.toString(), "tensor w")
        .hasMessageContainingAll(numbers);
  }

  private Path write(String name, int bytes) throws IOException {
    Path written = Files.write(folder.resolve(name), new byte[bytes]);
    return Files.setLastModifiedTime(written, WRITTEN);
  }
}
