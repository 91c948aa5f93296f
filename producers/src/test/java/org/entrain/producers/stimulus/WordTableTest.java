package org.entrain.producers.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.stimulus.TimedWords.TimedWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordTableTest {

  @TempDir Path folder;

  @Test
  void tsv_withQuotationMarksAndOtherColumns_isReadVerbatim() throws IOException {
    Path file =
        write("words.tsv", "\uFEFFindex\tword\tonset\trun\r\n0\t\"Why\t1.5\t1\r\n1\t\"\t2\t2\r\n");

    assertThat(WordTable.read(file).words())
        .containsExactly(
            new TimedWord("line 2", "\"Why", 1.5, 0), new TimedWord("line 3", "\"", 2, 1));
  }

  @Test
  void csv_withQuotedFields_isReadByRfc4180() throws IOException {
    Path file = write("words.csv", "word,onset\n\"a, \"\"b\"\"\",1\n");

    assertThat(WordTable.read(file).words())
        .containsExactly(new TimedWord("line 2", "a, \"b\"", 1, TimedWords.RUN_BY_CLOCK));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          word,start;a,1           | header: expected a column onset, found word, start
          word,onset;a,1;b,soon    | line 3, onset: expected a number, found 'soon'
          word,onset;a             | line 2: expected 2 columns, found 1 columns
          word,onset,run;a,1,0     | line 2, run: expected a run from 1, found 0
          word,onset,run;a,1,1.5   | line 2, run: expected a run from 1, found 1.5
          word,word,onset;a,b,1    | header: expected different names
          """)
  void table_faulty_isRefusedWithLineAndColumn(String text, String message) throws IOException {
    Path file = write("words.tsv", text.replace(';', '\n').replace(',', '\t') + "\n");

    assertThatThrownBy(() -> WordTable.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void table_missingOrEmpty_isRefused() throws IOException {
    Path empty = write("words.tsv", "");

    assertThatThrownBy(() -> WordTable.read(empty)).hasMessageContaining("a column word");
    assertThatThrownBy(() -> WordTable.read(folder.resolve("none.tsv")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.tsv");
  }

  @Test
  void texts_needNoClock() throws IOException {
    Path file = write("words.tsv", "word\tonset\trun\na \t1\t1\nb\t1\t7\n");

    assertThat(WordTable.read(file).texts()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          word,onset          | rows: expected at least one word, found none
          word,onset;a,2;b,1  | line 3: expected an onset from 2.0 s on, found 1.0 s
          word,onset;a,NaN    | line 2: expected a finite onset, found NaN
          word,onset;a,1; ,2  | line 3: expected a word, found blanks
          """)
  void texts_thatCannotBeUsed_areRefused(String text, String message) throws IOException {
    TimedWords words =
        WordTable.read(write("words.tsv", text.replace(';', '\n').replace(',', '\t') + "\n"));

    assertThatThrownBy(words::texts)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
