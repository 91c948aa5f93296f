package org.entrain.producers.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyFiles;
import org.entrain.producers.stimulus.Tr;
import org.entrain.producers.stimulus.VolumeClock;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.entrain.producers.stimulus.VolumeClock.Trim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordingReaderTest {

  /** Two runs of four TRs; the first of each is trimmed. */
  private static final List<Tr> CLOCK =
      VolumeClock.regular("m", 2, List.of(new Run(0, 4), new Run(20, 4)), new Trim(1, 0)).trs();

  private static final double[] VALUES = {1, 10, 2, 20, 3, 30, 4, 50, 5, 10, 6, 20, 7, 30, 8, 70};

  /** Constants, a ramp, and two voxels that vary little about a large mean. */
  private static final int COLUMNS = 6;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A.txt | '  1 2.5\\n\\n 3e1\\t-4\\n'
          A.csv | '1,2.5\\n3e1,-4'
          A.csv | 'LATL,RATL\\r\\n1,2.5\\r\\n3e1, -4\\r\\n'
          A.tsv | '1\\t2.5\\n3e1\\t-4\\n'
          A.txt | '# LATL RATL\\n1 2.5\\n30 -4\\n'
          """)
  void table_everyKind_readsTheSame(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text.translateEscapes());
    List<Tr> clock = VolumeClock.regular("m", 2, List.of(new Run(0, 2)), Trim.NONE).trs();

    Recording recording =
        reader(clock, false, Trend.NONE, false).read("A", RecordingSource.of(file));

    assertThat(recording.voxels()).isEqualTo(2);
    assertThat(recording.row(0)).containsExactly(1, 2.5f);
    assertThat(recording.row(1)).containsExactly(30, -4);
  }

  @Test
  void untrimmedFile_losesTheTrimmedRows_andEqualsTheTrimmedFile() {
    Path all = NpyFiles.floats(folder.resolve("A.npy"), "(8, 2)", VALUES);
    Path kept =
        NpyFiles.doubles(
            folder.resolve("B.npy"), "(6, 2)", 2, 20, 3, 30, 4, 50, 6, 20, 7, 30, 8, 70);

    Recording a = reader(CLOCK, false, Trend.NONE, false).read("A", RecordingSource.of(all));
    Recording b = reader(CLOCK, true, Trend.NONE, false).read("B", RecordingSource.of(kept));

    assertThat(a.rows()).isEqualTo(6);
    assertThat(a.row(3)).containsExactly(6, 20);
    assertThat(a.hash()).hasSize(16).isEqualTo(b.hash());
  }

  @Test
  void detrending_isDonePerRunBeforeTrimming() {
    Path all = NpyFiles.floats(folder.resolve("A.npy"), "(8, 2)", VALUES);

    Recording recording =
        reader(CLOCK, false, Trend.LINEAR, false).read("A", RecordingSource.of(all));

    // Least-squares line of 10 20 30 50 at 0..3: 8 + 13 i.
    for (int r = 0; r < 6; r++) {
      assertThat(recording.row(r)[0]).isCloseTo(0, within(1e-6f));
    }
    assertThat(recording.row(0)[1]).isCloseTo(-1, within(1e-5f));
    assertThat(recording.row(2)[1]).isCloseTo(3, within(1e-5f));
  }

  @Test
  void zScoring_isDonePerRunAfterTrimming_constantsBecomeZero() {
    Path all =
        NpyFiles.floats(
            folder.resolve("A.npy"), "(8, 2)", 99, 5, 1, 5, 2, 5, 3, 5, -9, 5, 10, 5, 30, 5, 20, 5);

    Recording recording = reader(CLOCK, false, Trend.NONE, true).read("A", RecordingSource.of(all));

    float z = (float) Math.sqrt(1.5);
    float[] expected = {-z, 0, z, -z, z, 0};
    for (int r = 0; r < 6; r++) {
      assertThat(recording.row(r)[0]).isCloseTo(expected[r], within(1e-6f));
      assertThat(recording.row(r)[1]).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LINEAR", "QUADRATIC"})
  void columns_thatAreAllTrend_areNoVoxelsAfterZScoring(Trend trend) {
    int rows = 362;
    Random random = new Random(1);
    double[] values = new double[rows * COLUMNS];
    for (int r = 0; r < rows; r++) {
      int at = r * COLUMNS;
      values[at] = 1942.65;
      values[at + 1] = 100;
      values[at + 2] = 1000;
      values[at + 3] = 160 + 0.25 * r;
      values[at + 4] = 1e4 + 0.1 * random.nextGaussian();
      values[at + 5] = 1e4 + 0.01 * random.nextGaussian();
    }
    Path file = NpyFiles.floats(folder.resolve("A.npy"), "(362, %d)".formatted(COLUMNS), values);
    List<Tr> clock = VolumeClock.regular("m", 2, List.of(new Run(0, rows)), new Trim(9, 3)).trs();

    Recording recording = reader(clock, false, trend, true).read("A", RecordingSource.of(file));
    Recording mean = MeanRecording.of("mean", List.of("A"), name -> recording);

    double[] squares = new double[COLUMNS];
    for (int r = 0; r < recording.rows(); r++) {
      float[] z = recording.row(r);
      for (int c = 0; c < COLUMNS; c++) {
        squares[c] += (double) z[c] * z[c] / recording.rows();
      }
      assertThat(mean.row(r)).startsWith(0, 0, 0, 0);
    }
    assertThat(squares).containsExactly(new double[] {0, 0, 0, 0, 1, 1}, within(1e-5));
    assertThat(squares).startsWith(0, 0, 0, 0);
  }

  @Test
  void mean_ofRecordingsDetrendedUnequally_hasTheLargestDrifts() {
    Map<String, Recording> recordings =
        Map.of(
            "A", Recording.own("A", Samples.of(new float[][] {{1}, {2}}), 0),
            "B", Recording.own("B", Samples.of(new float[][] {{3}, {1}}), 2),
            "C", Recording.own("C", Samples.of(new float[][] {{2}, {5}}), 1));

    Recording mean = MeanRecording.of("mean", List.of("A", "B", "C"), recordings::get);

    assertThat(mean.drifts()).isEqualTo(2);
    assertThat(mean.average()).isTrue();
  }

  @Test
  void mean_averagesRecordingsZScoredOverAllKeptRows() {
    List<Tr> clock = VolumeClock.regular("m", 2, List.of(new Run(0, 2)), Trim.NONE).trs();
    RecordingReader reader = reader(clock, false, Trend.NONE, false);
    Map<String, Recording> recordings =
        Map.of(
            "A",
                reader.read(
                    "A",
                    RecordingSource.of(
                        NpyFiles.floats(folder.resolve("A.npy"), "(2, 2)", 1, 4, 3, 4))),
            "B",
                reader.read(
                    "B",
                    RecordingSource.of(
                        NpyFiles.floats(folder.resolve("B.npy"), "(2, 2)", 900, 7, 100, 9))));

    Recording mean = MeanRecording.of("mean", List.of("A", "B"), recordings::get);

    assertThat(mean.participant()).isEqualTo("mean");
    assertThat(mean.row(0)).containsExactly(0, -0.5f);
    assertThat(mean.row(1)).containsExactly(0, 0.5f);
  }

  @Test
  void mean_ofDifferentVoxels_isRefused() {
    List<Tr> clock = VolumeClock.regular("m", 2, List.of(new Run(0, 1)), Trim.NONE).trs();
    RecordingReader reader = reader(clock, false, Trend.NONE, false);
    Map<String, Recording> recordings =
        Map.of(
            "A",
                reader.read(
                    "A",
                    RecordingSource.of(NpyFiles.floats(folder.resolve("A.npy"), "(1, 2)", 1, 2))),
            "B",
                reader.read(
                    "B",
                    RecordingSource.of(
                        NpyFiles.floats(folder.resolve("B.npy"), "(1, 3)", 1, 2, 3))));

    assertThatThrownBy(() -> MeanRecording.of("mean", List.of("A", "B"), recordings::get))
        .hasMessageContaining("participant B: columns: expected 2, as participant A has, found 3");
  }

  @ParameterizedTest
  @CsvSource({
    "false, 6, '8, one for each TR of the clock (8 TRs, 6 after trimming), found 6 rows. Set"
        + " recordings.trimmed: true.'",
    "true, 8, 'found 8 rows. Set recordings.trimmed: false.'",
    "false, 5, 'found 5 rows. Check the clock'",
  })
  void rows_thatDoNotFitTheClock_areRefused(boolean trimmed, int rows, String message) {
    Path file =
        NpyFiles.floats(folder.resolve("A.npy"), "(%d, 1)".formatted(rows), new double[rows]);

    assertThatThrownBy(
            () -> reader(CLOCK, trimmed, Trend.NONE, false).read("A", RecordingSource.of(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "A.txt, '1 2\\n3 x', 'line 2: expected a number in column 1 (from 0), found ''x'''",
    "A.csv, '1,2\\n3,', 'line 2: expected a number in column 1'",
    "A.csv, '1,2\\n3', 'line 2: expected 2 columns, found 1 columns'",
    "A.txt, '1 2\\n3 NaN', 'row 1, column 1 (from 0): expected a finite float32 value, found NaN'",
    "A.txt, '1 2\\n-1e39 0', 'row 1, column 0'",
    "A.txt, '', at least one row",
  })
  void table_faulty_isRefusedWithItsPlace(String name, String text, String message)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text.translateEscapes());
    List<Tr> clock = VolumeClock.regular("m", 2, List.of(new Run(0, 2)), Trim.NONE).trs();

    assertThatThrownBy(
            () -> reader(clock, false, Trend.NONE, false).read("A", RecordingSource.of(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void array_withInfinityOrOfOtherShape_isRefused() {
    double[] values = VALUES.clone();
    values[5] = Double.POSITIVE_INFINITY;
    Path infinite = NpyFiles.floats(folder.resolve("A.npy"), "(8, 2)", values);
    Path flat = NpyFiles.floats(folder.resolve("B.npy"), "(16,)", VALUES);
    RecordingReader reader = reader(CLOCK, false, Trend.NONE, false);

    assertThatThrownBy(() -> reader.read("A", RecordingSource.of(infinite)))
        .hasMessageContaining("row 2, column 1 (from 0)")
        .hasMessageContaining("Infinity");
    assertThatThrownBy(() -> reader.read("B", RecordingSource.of(flat)))
        .hasMessageContaining("TRs × voxels");
  }

  private static RecordingReader reader(
      List<Tr> clock, boolean trimmed, Trend trend, boolean zscore) {
    return new RecordingReader(clock, trimmed, trend, zscore);
  }
}
