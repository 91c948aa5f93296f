package org.entrain.producers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.formats.npy.NpyArray;
import org.entrain.formats.npy.NpyFiles;
import org.entrain.producers.Reference;
import org.entrain.producers.recordings.Recording;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.Tr;
import org.entrain.producers.stimulus.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDatasetTest {

  @TempDir Path folder;

  @Test
  void harryPotterLayout_small_isTrimmedBy20And15() {
    double[] times = new double[40];
    int[] runs = new int[40];
    for (int i = 0; i < 40; i++) {
      times[i] = 2 * i;
      runs[i] = 1;
    }
    NpyFiles.texts(folder.resolve("words_fmri.npy"), 6, " Harry", "had", "+");
    NpyFiles.doubles(folder.resolve("time_words_fmri.npy"), "(3,)", -1, 2, 2.5);
    NpyFiles.doubles(folder.resolve("time_fmri.npy"), "(40,)", times);
    NpyFiles.ints(folder.resolve("runs_fmri.npy"), runs);
    NpyFiles.floats(folder.resolve("data_subject_F.npy"), "(5, 1)", 1, 2, 3, 4, 5);
    NpyFiles.floats(folder.resolve("data_subject_M.npy"), "(40, 1)", new double[40]);

    Dataset dataset = Dataset.open(folder, null);

    assertThat(dataset.participants()).containsExactly("F", "M");
    assertThat(dataset.stimulus().keptRows()).containsExactly(20, 21, 22, 23, 24);
    assertThat(dataset.stimulus().words())
        .extracting(Word::text)
        .containsExactly("Harry", "had", "+");
    assertThat(dataset.recording("F").row(4)).containsExactly(5);
    assertThatThrownBy(() -> dataset.recording("M")).hasMessageContaining("found 40 rows");
  }

  @Test
  void reference_inHarryPotterLayout_hasItsWordsRunsAndRows() {
    Path alignment = Reference.path("reference/alignment");

    Dataset dataset = Dataset.open(alignment, null);

    Stimulus stimulus = dataset.stimulus();
    assertThat(stimulus.words()).hasSize(1188);
    assertThat(stimulus.clock()).hasSize(360);
    assertThat(stimulus.runs()).isEqualTo(4);
    assertThat(stimulus.keptRows()).hasSize(220);
    assertThat(stimulus.clock().stream().filter(Tr::kept).count()).isEqualTo(4 * (90 - 35));
    assertThat(dataset.participants()).containsExactly("F", "M");
    Recording recording = dataset.recording("F");
    assertThat(recording.rows()).isEqualTo(220);
    assertThat(recording.voxels()).isEqualTo(200);
    NpyArray raw = NpyArray.open(alignment.resolve("data_subject_F.npy"));
    assertThat((double) recording.row(219)[199]).isEqualTo(raw.number(raw.size() - 1));
  }

  @Test
  void alice_byManifest_hasItsWordsAndDetrendedRows() throws IOException {
    Path alice = Reference.path("data/alice");
    Path manifest =
        Files.writeString(
            folder.resolve("alice.yaml"),
            """
            name: alice
            words: {file: words.TextGrid}
            clock: {tr: 2.0, runs: [{first: 20.0, volumes: 362}]}
            recordings:
              pattern: "timecourses/{participant}-timecourses.txt"
              detrend: quadratic
              zscore: true
            """);

    Dataset dataset = Dataset.open(manifest, alice);

    assertThat(dataset.stimulus().words()).hasSize(2127);
    assertThat(dataset.stimulus().keptRows()).hasSize(362);
    assertThat(dataset.participants()).hasSize(27).startsWith("s18", "s22");
    Recording s18 = dataset.recording("s18");
    assertThat(List.of(s18.rows(), s18.voxels())).containsExactly(362, 6);
    double sum = 0;
    double moment = 0;
    double squares = 0;
    for (int r = 0; r < 362; r++) {
      sum += s18.row(r)[2];
      moment += (double) s18.row(r)[2] * (r - 180.5) * (r - 180.5) / 32761;
      squares += (double) s18.row(r)[2] * s18.row(r)[2];
    }
    assertThat(sum).isCloseTo(0, within(1e-3));
    assertThat(moment).isCloseTo(0, within(1e-3));
    assertThat(squares / 362).isCloseTo(1, within(1e-5));
    assertThat(dataset.recording("mean").voxels()).isEqualTo(6);
  }
}
