package org.entrain.producers.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.Reference;
import org.entrain.producers.stimulus.TimedWords.TimedWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextGridTest {

  private static final String LONG =
      """
      File type = "ooTextFile"
      Object class = "TextGrid"

      xmin = 0
      xmax = 3.5
      tiers? <exists>
      size = 2
      item []:
          item [1]:
              class = "TextTier"
              name = "clicks"
              xmin = 0
              xmax = 3.5
              points: size = 1
              points [1]:
                  number = 1.25
                  mark = "click"
          item [2]:
              class = "IntervalTier"
              name = "word"
              xmin = 0
              xmax = 3.5
              intervals: size = 4
              intervals [1]:
                  xmin = 0
                  xmax = 1
                  text = "sp"
              intervals [2]:
                  xmin = 1
                  xmax = 1.5
                  text = "say ""hi""! 7"
              intervals [3]:
                  xmin = 1.5
                  xmax = 2
                  text = "  "
              intervals [4]:
                  xmin = 2
                  xmax = 3.5
                  text = "naïve" ! a comment "with" 5
      """;

  private static final String SHORT =
      """
      File type = "ooTextFile"
      Object class = "TextGrid"

      0
      3.5
      <exists>
      2
      "TextTier"
      "clicks"
      0
      3.5
      1
      1.25
      "click"
      "IntervalTier"
      "word"
      0
      3.5
      4
      0
      1
      "sp"
      1
      1.5
      "say ""hi""! 7"
      1.5
      2
      "  "
      2
      3.5
      "naïve"
      """;

  private static final List<TimedWord> WORDS =
      List.of(
          new TimedWord("interval 2", "say \"hi\"! 7", 1, TimedWords.RUN_BY_CLOCK),
          new TimedWord("interval 4", "naïve", 2, TimedWords.RUN_BY_CLOCK));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void longAndShortFormat_inEveryEncoding_giveTheSameWords(String encoding) throws IOException {
    for (String text : List.of(LONG, SHORT, SHORT.replace("\n", "\r\n"))) {
      Path file = write("\uFEFF" + text, Charset.forName(encoding));
      assertThat(TextGrid.read(file, null, TextGrid.PAUSES).words()).isEqualTo(WORDS);
      assertThat(TextGrid.read(file, "word", TextGrid.PAUSES).words()).isEqualTo(WORDS);
    }
  }

  @Test
  void drop_listsLabels_onlyTheseAreDropped() throws IOException {
    Path file = write(LONG, StandardCharsets.UTF_8);

    assertThat(TextGrid.read(file, null, List.of("")).words())
        .extracting(TimedWord::text)
        .containsExactly("sp", "say \"hi\"! 7", "naïve");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "TextGrid"              | "Sound"            | header
          tiers? <exists>         | tiers? <absent>    | tiers near line 6
          intervals: size = 4     | intervals: size = 5 | interval 5: expected a number
          intervals: size = 4     | intervals: size = four | interval 1 near line 26
          xmax = 1.5              | xmax = 0.5         | interval 2: expected an end after 1.0
          xmax = 2                | xmax = "2"         | interval 3 near line 34
          size = 2                | size = 1           | tier: expected an interval tier
          """)
  void file_damaged_isRefusedWithItsPlace(String part, String damage, String message)
      throws IOException {
    Path file = write(LONG.replaceFirst(part.replace("?", "\\?"), damage), StandardCharsets.UTF_8);

    assertThatThrownBy(() -> TextGrid.read(file, null, TextGrid.PAUSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void tier_unknown_isRefusedWithThoseThereAre() throws IOException {
    Path file = write(LONG, StandardCharsets.UTF_8);

    assertThatThrownBy(() -> TextGrid.read(file, "phone", TextGrid.PAUSES))
        .hasMessageContaining("an interval tier phone, found clicks (points), word");
  }

  @Test
  void encoding_unknown_isRefused() throws IOException {
    Path file = write(LONG, StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> TextGrid.read(file, null, TextGrid.PAUSES))
        .hasMessageContaining("encoding: expected UTF-8");
  }

  @Test
  void label_ofManyQuotationMarks_isReadWithoutRecursion() throws IOException {
    Path file = write(SHORT.replace("naïve", "\"\"".repeat(200_000)), StandardCharsets.UTF_8);

    assertThat(TextGrid.read(file, null, TextGrid.PAUSES).words().get(1).text()).hasSize(200_000);
  }

  @Test
  void alice_hasTheWordsOfItsPrintedText() {
    Path alice = Reference.path("data/alice");
    List<TimedWord> words =
        TextGrid.read(alice.resolve("words.TextGrid"), null, TextGrid.PAUSES).words();
    List<TimedWord> printed = WordTable.read(alice.resolve("text.tsv")).words();

    assertThat(words).hasSize(2127);
    assertThat(words)
        .extracting(w -> w.text().strip())
        .containsExactlyElementsOf(printed.stream().map(TimedWord::text).toList());
    for (int i = 0; i < words.size(); i++) {
      assertThat(words.get(i).onset()).isCloseTo(printed.get(i).onset(), within(1e-6));
    }
  }

  private Path write(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("words.TextGrid"), text.getBytes(charset));
  }
}
