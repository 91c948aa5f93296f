package org.entrain.formats.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {

  @TempDir private Path folder;

  @Test
  void pieces_inAnyOrder_areReadBackInPlace() throws IOException {
    Path file = folder.resolve("a.npy");
    try (NpyWriter writer = new NpyWriter(file, 2, 3, 2)) {
      writer.write(6, new float[] {6, 7, 8});
      writer.write(0, new float[] {0, 1, 2, 3, 4, 5});
      writer.write(9, new float[] {9, 10, -11.5f});
      writer.finish();
    }

    NpyArray array = NpyArray.open(file).reals("layers", "words", "hidden");

    float[] values = new float[12];
    array.floats(0, values);
    assertThat(array.shape()).containsExactly(2, 3, 2);
    assertThat(values).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -11.5f);
  }

  @Test
  void header_isAsNumpyWritesIt() throws IOException {
    Path file = folder.resolve("a.npy");
    try (NpyWriter writer = new NpyWriter(file, 2)) {
      writer.write(0, new float[2]);
      writer.finish();
    }

    byte[] bytes = Files.readAllBytes(file);

    assertThat(bytes).hasSize(128 + 8).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } ")
        .endsWith(" \n");
  }

  @Test
  void manyElements_areWrittenInPieces() throws IOException {
    Path file = folder.resolve("a.npy");
    float[] values = new float[200_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    try (NpyWriter writer = new NpyWriter(file, values.length)) {
      writer.write(0, values);
      writer.finish();
    }

    float[] read = new float[values.length];
    NpyArray.open(file).floats(0, read);

    assertThat(read).isEqualTo(values);
  }

  @Test
  void missingOrSurplusElements_areRefused() throws IOException {
    try (NpyWriter writer = new NpyWriter(folder.resolve("a.npy"), 2, 2)) {
      writer.write(0, new float[3]);

      assertThatThrownBy(writer::finish).hasMessageContaining("3 of 4");
      assertThatThrownBy(() -> writer.write(3, new float[2])).hasMessageContaining("3 to 5 of 4");
    }
  }
}
