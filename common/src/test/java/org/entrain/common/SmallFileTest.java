package org.entrain.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {

  @TempDir private Path folder;

  @Test
  void file_upToTheBound_isRead() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "är");
    assertThat(SmallFile.text(file, 3)).isEqualTo("är");
    assertThatThrownBy(() -> SmallFile.text(file, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("length: expected at most 2 bytes, found more");
  }

  @Test
  void bytes_thatAreNoText_areRefused() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> SmallFile.text(file, 9)).isInstanceOf(CharacterCodingException.class);
  }
}
