package org.entrain.producers.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyFiles;
import org.entrain.producers.stimulus.TimedWords.TimedWord;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.entrain.producers.stimulus.VolumeClock.Trim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StimulusTest {

  /** TRs at 0, 2, 4, 6 s and 20, 22, 24, 26 s. */
  private static final VolumeClock CLOCK = clock(new Trim(1, 1));

  @TempDir Path folder;

  @Test
  void word_withoutRun_belongsToTheRunOfTheLastTrBeforeIt() {
    Stimulus stimulus = Stimulus.of(words(" before ", -1, 0, 0.5, 8, 20, 20.5), CLOCK);

    // 20 s is not after the TR at 20 s: it still belongs to the run before.
    assertThat(stimulus.words()).extracting(Word::run).containsExactly(0, 0, 0, 0, 0, 1);
    assertThat(stimulus.words()).extracting(Word::index).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(stimulus.words().get(0).text()).isEqualTo("before");
  }

  @Test
  void word_withRunBetweenRuns_keepsItsRun() {
    TimedWords words =
        new TimedWords(
            "w",
            List.of(
                new TimedWord("a", "a", 1, 0),
                new TimedWord("b", "b", 15, 1),
                new TimedWord("c", "c", 20, 1)));

    assertThat(Stimulus.of(words, CLOCK).words()).extracting(Word::run).containsExactly(0, 1, 1);
  }

  @Test
  void trimming_marksTheEndsOfEveryRun() {
    Stimulus stimulus = Stimulus.of(words(1), CLOCK);

    assertThat(stimulus.keptRows()).containsExactly(1, 2, 5, 6);
    assertThat(stimulus.runs()).isEqualTo(2);
    assertThat(stimulus.endOf(3)).isEqualTo(20);
    assertThat(stimulus.endOf(7)).isEqualTo(28);
    long trimmed = stimulus.clock().stream().filter(tr -> !tr.kept()).count();
    assertThat(stimulus.keptRows().size() + trimmed).isEqualTo(stimulus.clock().size());
  }

  @Test
  void id_differsWithWordsOnsetsAndClock() {
    Stimulus one = Stimulus.of(words(1, "b", 2), CLOCK);

    assertThat(one.id()).hasSize(16).isEqualTo(Stimulus.of(words(1, "b", 2), CLOCK).id());
    assertThat(Stimulus.of(words(1, "c", 2), CLOCK).id()).isNotEqualTo(one.id());
    assertThat(Stimulus.of(words(1, "b", 2.5), CLOCK).id()).isNotEqualTo(one.id());
    assertThat(Stimulus.of(words(1, "b", 2), clock(Trim.NONE)).id()).isNotEqualTo(one.id());
  }

  @Test
  void clock_fromArrays_countsRunsFromZero() {
    Path times = NpyFiles.doubles(folder.resolve("t.npy"), "(4,)", 0, 1.5, 9, 10);
    VolumeClock clock =
        VolumeClock.read(times, NpyFiles.ints(folder.resolve("r.npy"), 1, 1, 2, 2), Trim.NONE);

    assertThat(clock.trs())
        .containsExactly(
            new Tr(0, 0, 0, true),
            new Tr(1, 0, 1.5, true),
            new Tr(2, 1, 9, true),
            new Tr(3, 1, 10, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 1 2 3  | 1 1 2 1  | TR 3: expected run 2 or 3, found run 1
          0 1 2 3  | 1 1 3 3  | TR 2: expected run 1 or 2, found run 3
          0 1 2 3  | 5 5 5 5  | TR 0: expected run 1 (or 0), found run 5
          0 1 1 3  | 1 1 1 1  | time of TR 2 (run 1): expected a time after 1.0 s, found 1.0 s
          0 1 0 3  | 1 1 2 2  | time of TR 2 (run 2): expected a time after 1.0 s, found 0.0 s
          0 1 NaN 3 | 1 1 1 1 | time of TR 2
          0 1 2 3  | 1 1 1    | shape: expected 4 TRs, as in
          """)
  void clock_faulty_isRefused(String times, String runs, String message) {
    double[] seconds =
        List.of(times.split(" ")).stream().mapToDouble(Double::parseDouble).toArray();
    int[] numbers = List.of(runs.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
    Path timesFile = NpyFiles.doubles(folder.resolve("t.npy"), "(4,)", seconds);
    Path runsFile = NpyFiles.ints(folder.resolve("r.npy"), numbers);

    assertThatThrownBy(() -> VolumeClock.read(timesFile, runsFile, Trim.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void clock_ofMoreVolumesThanEventsTake_isRefused() throws IOException {
    int volumes = (1 << 24) + 1;
    Path times = NpyFiles.floats(folder.resolve("t.npy"), "(%d,)".formatted(volumes));
    try (RandomAccessFile file = new RandomAccessFile(times.toFile(), "rw")) {
      file.setLength(file.length() + (long) volumes * Float.BYTES);
    }

    assertThatThrownBy(() -> VolumeClock.read(times, folder.resolve("r.npy"), Trim.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(times + ": clock: expected at most 16,777,216 volumes")
        .hasMessageContaining("found 16,777,217 volumes");
  }

  @Test
  void trim_leavingNothing_isRefused() {
    assertThatThrownBy(() -> clock(new Trim(2, 2)))
        .hasMessageContaining("run 1: expected more than the 2 + 2 volumes that are trimmed");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, b, -1, an onset from 1.0 s on",
    "1, NaN, b, -1, a finite onset",
    "1, 2, ' ', -1, 'expected a word, found blanks'",
    "1, 21, b, 0, 'run 2 at 21.0 s, by the clock, found run 1'",
    "1, 5, b, 1, 'run 1 at 5.0 s, by the clock, found run 2'",
    "1, 5, b, 2, a run from 1 to 2",
    "-5, -4, b, -1, none of 2 words there",
    "5000, 6000, b, -1, none of 2 words there",
  })
  void word_thatDoesNotFit_isRefused(
      double first, double second, String text, int run, String message) {
    TimedWords words =
        new TimedWords(
            "w.tsv",
            List.of(
                new TimedWord("line 2", "a", first, -1),
                new TimedWord("line 3", text, second, run)));

    assertThatThrownBy(() -> Stimulus.of(words, CLOCK))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("w.tsv: ")
        .hasMessageContaining(message);
  }

  private static VolumeClock clock(Trim trim) {
    return VolumeClock.regular("m.yaml", 2, List.of(new Run(0, 4), new Run(20, 4)), trim);
  }

  /** Words at onsets; a text before an onset is that word's, otherwise it is "a". */
  private static TimedWords words(Object... parts) {
    List<TimedWord> words = new ArrayList<>();
    String text = "a";
    for (Object part : parts) {
      if (part instanceof String s) {
        text = s;
      } else {
        words.add(new TimedWord("word", text, ((Number) part).doubleValue(), -1));
        text = "a";
      }
    }
    return new TimedWords("w", words);
  }
}
