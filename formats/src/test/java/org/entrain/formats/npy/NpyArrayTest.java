package org.entrain.formats.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyArrayTest {

  @TempDir Path folder;

  @Test
  void numbers_everyType_readBack() {
    NpyArray f4 =
        NpyArray.open(NpyFiles.floats(folder.resolve("f4"), "(2, 3)", 1, 2, 3, 4, 5, 6.5));
    NpyArray f8 = NpyArray.open(NpyFiles.doubles(folder.resolve("f8"), "(2,)", 1e-300, Math.PI));
    NpyArray i4 = NpyArray.open(NpyFiles.ints(folder.resolve("i4"), Integer.MIN_VALUE, 7));
    NpyArray i8 = NpyArray.open(NpyFiles.longs(folder.resolve("i8"), 1L << 40, -1));

    assertThat(f4.numbers("TRs", "voxels").shape()).containsExactly(2, 3);
    assertThat(f4.number(5)).isEqualTo(6.5);
    float[] row = new float[3];
    f4.floats(3, row);
    assertThat(row).containsExactly(4, 5, 6.5f);
    assertThat(f8.number(0)).isEqualTo(1e-300);
    assertThat(f8.number(1)).isEqualTo(Math.PI);
    assertThat(i4.number(0)).isEqualTo(Integer.MIN_VALUE);
    assertThat(i8.number(0)).isEqualTo(1L << 40);
    assertThat(i8.number(1)).isEqualTo(-1);
  }

  @Test
  void texts_paddedAndBeyondTheBasicPlane_readBack() {
    NpyArray words =
        NpyArray.open(NpyFiles.texts(folder.resolve("w"), 4, "a", "naïf", "", "🙂x"))
            .texts("words");

    assertThat(words.text(0)).isEqualTo("a");
    assertThat(words.text(1)).isEqualTo("naïf");
    assertThat(words.text(2)).isEmpty();
    assertThat(words.text(3)).isEqualTo("🙂x");
  }

  @Test
  void scalarAndEmptyArrays_areReadAsTheyAre() {
    assertThat(NpyArray.open(NpyFiles.floats(folder.resolve("s"), "()", 3)).number(0)).isEqualTo(3);
    NpyArray empty = NpyArray.open(NpyFiles.floats(folder.resolve("e"), "(0, 5)"));
    assertThat(empty.size()).isZero();
    assertThatThrownBy(() -> empty.number(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          {'descr': '>f4', 'fortran_order': False, 'shape': (2,), } ; dtype   ; >f4
          {'descr': '<f2', 'fortran_order': False, 'shape': (4,), } ; dtype   ; <f2
          {'descr': '|O', 'fortran_order': False, 'shape': (1,), } ; dtype ; |O
          {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)} ; header  ; [('a'
          {'descr': '<f4', 'fortran_order': True, 'shape': (2,), } ; fortran ; True
          {'descr': '<f4', 'shape': (2,), } ; fortran ; null
          {'descr': '<f4', 'fortran_order': False, } ; shape   ; nothing
          {'descr': '<f4', 'fortran_order': False, 'shape': (-2,), } ; header  ; (-2
          {'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)} ; shape   ; 99999999999
          {'descr': '<f4', 'fortran_order': False, 'shape': (1 2,), } ; shape   ; (1 2,)
          {'descr': '<f4', 'fortran_order': False, 'shape': (3,), } ; data    ; 8 bytes
          {'descr': '<f4', 'fortran_order': False, 'shape': (1,), } ; data    ; 8 bytes
          {'descr': '<f4', 'descr': '<f8', 'fortran_order': False} ; header  ; 'descr'
          {'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483647, 9)} ; shape ; 9]
          os.system('x') ; header  ; os.system
          """)
  void header_hostile_isRefusedWithFieldAndFound(String header, String field, String found) {
    ByteBuffer data = NpyFiles.data(8).putDouble(1);
    Path file = NpyFiles.write(folder.resolve("x.npy"), 1, header, data);

    assertThatThrownBy(() -> NpyArray.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": " + field)
        .hasMessageContaining(found);
  }

  @ParameterizedTest
  @CsvSource({"4, version", "2, header"})
  void preamble_hostile_isRefused(int version, String field) throws IOException {
    Path file = folder.resolve("x.npy");
    // Version 2 announces a text of 2 GiB.
    Files.write(
        file, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0, 0, 0, 0, 127});

    assertThatThrownBy(() -> NpyArray.open(file)).hasMessageContaining(field + ": expected");
  }

  @Test
  void file_missingOrNoArray_isRefused() throws IOException {
    Path zip = Files.writeString(folder.resolve("x.npz"), "PK but no array");
    Path empty = Files.createFile(folder.resolve("empty.npy"));

    assertThatThrownBy(() -> NpyArray.open(folder.resolve("none.npy")))
        .hasMessageContaining("none.npy: file: expected a NumPy .npy file, found no file");
    assertThatThrownBy(() -> NpyArray.open(folder)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> NpyArray.open(zip)).hasMessageContaining("\\x93NUMPY");
    assertThatThrownBy(() -> NpyArray.open(empty)).hasMessageContaining("found 0 bytes");
  }

  @Test
  void kind_otherThanAskedFor_isRefused() {
    NpyArray numbers = NpyArray.open(NpyFiles.ints(folder.resolve("i"), 1, 2));
    NpyArray texts = NpyArray.open(NpyFiles.texts(folder.resolve("t"), 1, "a"));

    assertThatThrownBy(() -> numbers.numbers("TRs", "voxels"))
        .hasMessageContaining("shape: expected 2 axes (TRs × voxels), found [2]");
    assertThatThrownBy(() -> numbers.texts("words")).hasMessageContaining("text (<U)");
    assertThatThrownBy(() -> numbers.reals("words")).hasMessageContaining("<f4 or <f8");
    assertThatThrownBy(() -> texts.numbers("words")).hasMessageContaining("found text");
  }

  @Test
  void text_withImpossibleCodePoint_isRefused() {
    ByteBuffer data = NpyFiles.data(4).putInt(0x7fffffff);
    Path file = NpyFiles.write(folder.resolve("x.npy"), 1, NpyFiles.header("<U1", "(1,)"), data);

    assertThatThrownBy(() -> NpyArray.open(file).text(0)).hasMessageContaining("0x7fffffff");
  }
}
