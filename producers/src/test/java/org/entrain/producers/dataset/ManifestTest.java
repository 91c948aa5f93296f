package org.entrain.producers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyFiles;
import org.entrain.producers.recordings.Recording;
import org.entrain.producers.stimulus.Word;
import org.entrain.schemas.Persons;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

  private static final String MANIFEST =
      """
      name: tiny
      simulated: true
      words: {file: words.tsv}
      clock:
        tr: 2.0
        runs:
          - {first: 0.0, volumes: 3}
          - {first: 10, volumes: 3}
      trim: {first: 1, last: 0}
      recordings:
        files: {A: rec/A.npy, N: rec/N.npy}
        trimmed: false
      participants: [N, A]
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeData() throws IOException {
    Files.writeString(folder.resolve("words.tsv"), "word\tonset\trun\none\t1\t1\ntwo\t11\t2\n");
    Files.createDirectories(folder.resolve("rec"));
    NpyFiles.floats(folder.resolve("rec/A.npy"), "(6, 2)", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    NpyFiles.floats(folder.resolve("rec/N.npy"), "(6, 2)", 2, 1, 4, 3, 6, 5, 8, 7, 1, 9, 12, 11);
  }

  @Test
  void manifest_complete_opensAsFolderAndAsFile() throws IOException {
    Path file = write(MANIFEST);

    for (Path path : List.of(folder, file)) {
      Dataset dataset = Dataset.open(path, null);
      assertThat(dataset.name()).isEqualTo("tiny");
      assertThat(dataset.simulated()).isTrue();
      assertThat(dataset.participants()).containsExactly("N", "A");
      assertThat(dataset.stimulus().words()).extracting(Word::text).containsExactly("one", "two");
      assertThat(dataset.stimulus().words()).extracting(Word::run).containsExactly(0, 1);
      assertThat(dataset.stimulus().keptRows()).containsExactly(1, 2, 4, 5);
      assertThat(dataset.recording("A").row(0)).containsExactly(3, 4);
    }
  }

  @Test
  void dataRoot_given_isWhatPathsAreRelativeTo() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("manifests")).resolve("m.yaml");
    Files.writeString(elsewhere, MANIFEST);

    assertThat(Dataset.open(elsewhere, folder).stimulus().words()).hasSize(2);
    assertThatThrownBy(() -> Dataset.open(elsewhere, null)).hasMessageContaining("words.tsv");
  }

  @Test
  void participants_selected_areThoseThereAreAndTheMean() throws IOException {
    Dataset dataset = Dataset.open(write(MANIFEST), null);

    assertThat(dataset.select(List.of())).containsExactly("N", "A");
    assertThat(dataset.select(List.of("A", "mean", "A"))).containsExactly("A", "mean");
    assertThatThrownBy(() -> dataset.select(List.of("A", "Z")))
        .hasMessageContaining("participants: expected N, A or mean, found Z");
    assertThatThrownBy(() -> dataset.recording("Z")).isInstanceOf(InvalidInputException.class);
    Recording mean = dataset.recording("mean");
    assertThat(mean.rows()).isEqualTo(4);
    double sum = 0;
    for (int r = 0; r < 4; r++) {
      sum += mean.row(r)[0];
    }
    assertThat(sum).isCloseTo(0, within(1e-6));
  }

  @Test
  void pattern_withoutParticipants_findsThemByName() throws IOException {
    String text =
        MANIFEST
            .replace("files: {A: rec/A.npy, N: rec/N.npy}", "pattern: 'rec/{participant}.npy'")
            .replace("participants: [N, A]\n", "");

    assertThat(Dataset.open(write(text), null).participants()).containsExactly("A", "N");
    assertThat(Dataset.open(write(text + "participants: [N]\n"), null).participants())
        .containsExactly("N");
  }

  @Test
  void wordsAndClock_asArraysOrTextGrid_areRead() throws IOException {
    NpyFiles.texts(folder.resolve("w.npy"), 3, "one", "two");
    NpyFiles.doubles(folder.resolve("o.npy"), "(2,)", 1, 11);
    NpyFiles.doubles(folder.resolve("t.npy"), "(6,)", 0, 2, 4, 10, 12, 14);
    NpyFiles.longs(folder.resolve("r.npy"), 1, 1, 1, 2, 2, 2);
    String arrays =
        MANIFEST
            .replace("{file: words.tsv}", "{file: w.npy, onsets: o.npy}")
            .replaceFirst("(?s)clock:.*trim: ", "clock: {times: t.npy, runs: r.npy}\ntrim: ");
    String id = Dataset.open(write(MANIFEST), null).stimulus().id();

    assertThat(Dataset.open(write(arrays), null).stimulus().id()).isEqualTo(id);

    Files.writeString(
        folder.resolve("w.TextGrid"),
        "\"ooTextFile\" \"TextGrid\" 0 12 <exists> 1 \"IntervalTier\" \"w\" 0 12 3 "
            + "0 1 \"sil\" 1 11 \"one\" 11 12 \"two\"");
    String grid =
        MANIFEST.replace("{file: words.tsv}", "{file: w.TextGrid, tier: w, drop: [sil, \"\"]}");
    assertThat(Dataset.open(write(grid), null).stimulus().id()).isEqualTo(id);
  }

  @Test
  void words_asEventsOfRuns_areOnTheClockOfAllRuns() throws IOException {
    Files.writeString(folder.resolve("run-1_events.tsv"), "onset\tduration\tword\n1\t.2\tone\n");
    Files.writeString(
        folder.resolve("run-2_events.tsv"),
        "onset\ttrial_type\tlabel\n0.5\tpause\tn/a\n1\tword\ttwo\n");
    Files.copy(folder.resolve("run-1_events.tsv"), folder.resolve("a_events.tsv"));
    String id = Dataset.open(write(MANIFEST), null).stimulus().id();

    String twice =
        MANIFEST.replace(
            "{file: words.tsv}", "{file: [run-2_events.tsv, a_events.tsv], column: label}");
    assertThatThrownBy(() -> Dataset.open(write(twice), null))
        .hasMessageContaining("each of the 2 runs of the clock once, found run 2 again");
    Files.writeString(folder.resolve("run-1_events.tsv"), "onset\tduration\tlabel\n1\t.2\tone\n");
    String both =
        MANIFEST.replace(
            "{file: words.tsv}", "{file: [run-2_events.tsv, run-1_events.tsv], column: label}");
    assertThat(Dataset.open(write(both), null).stimulus().id()).isEqualTo(id);
    String second =
        MANIFEST.replace("{file: words.tsv}", "{file: run-2_events.tsv, column: label}");
    assertThat(Dataset.open(write(second), null).stimulus().words())
        .extracting(Word::text)
        .containsExactly("two");
  }

  @Test
  void recordings_inRunsByFolder_areJoined() throws IOException {
    for (String participant : List.of("X", "Y")) {
      Path own = Files.createDirectories(folder.resolve("by/" + participant));
      NpyFiles.floats(own.resolve("1.npy"), "(3, 2)", 1, 2, 3, 4, 5, 6);
      NpyFiles.floats(own.resolve("2.npy"), "(3, 2)", 7, 8, 9, 10, 11, 12);
    }
    Files.createDirectories(folder.resolve("by/Z"));
    String named =
        MANIFEST.replace(
            "{A: rec/A.npy, N: rec/N.npy}", "{A: [by/X/1.npy, by/Y/2.npy], N: rec/N.npy}");
    String hash = Dataset.open(write(MANIFEST), null).recording("A").hash();
    assertThat(Dataset.open(write(named), null).recording("A").hash()).isEqualTo(hash);

    String pattern =
        MANIFEST
            .replace(
                "files: {A: rec/A.npy, N: rec/N.npy}",
                "pattern: ['by/{participant}/1.npy', 'by/{participant}/2.npy']")
            .replace("participants: [N, A]\n", "");
    Dataset dataset = Dataset.open(write(pattern), null);
    assertThat(dataset.participants()).containsExactly("X", "Y");
    assertThat(dataset.recording("Y").hash()).isEqualTo(hash);
  }

  @Test
  void voxels_byMaskOrIndices_sayWhereColumnsLie() throws IOException {
    Path mask = folder.resolve("mask.nii.gz");
    Images.mask(mask, 2);
    NpyFiles.ints(folder.resolve("ijk.npy"), "(2, 3)", 1, 0, 1, 0, 0, 0);
    String rec = "files: {A: rec/A.npy, N: rec/N.npy}";

    assertThat(Dataset.open(write(MANIFEST), null).voxels("A")).isEmpty();
    Dataset masked =
        Dataset.open(write(MANIFEST.replace(rec, rec + "\n  mask: {A: mask.nii.gz}")), null);
    assertThat(masked.voxels("A").orElseThrow().indices(1)).containsExactly(0, 0, 1);
    assertThat(masked.voxels("N")).isEmpty();
    assertThat(masked.voxels(Persons.MEAN)).isEmpty();
    Dataset listed =
        Dataset.open(
            write(
                MANIFEST.replace(rec, rec + "\n  voxels: {indices: ijk.npy, image: mask.nii.gz}")),
            null);
    assertThat(listed.voxels(Persons.MEAN).orElseThrow().indices(0)).containsExactly(1, 0, 1);
    assertThat(listed.recording("A").hash())
        .isEqualTo(Dataset.open(write(MANIFEST), null).recording("A").hash());
  }

  @Test
  void faults_several_areToldTogether() throws IOException {
    Path file =
        write(
            MANIFEST
                .replace("name: tiny", "nmae: tiny")
                .replace("volumes: 3", "volumes: 0")
                .replace("first: 1", "first: -1"));

    assertThatThrownBy(() -> Dataset.open(file, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("5 keys")
        .hasMessageContaining("name nothing")
        .hasMessageContaining("nmae an unknown key")
        .hasMessageContaining("trim.first -1")
        .hasMessageContaining("clock.runs[1].volumes 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tr: 2.0              | tr: 0            | clock.tr: expected a number above 0, found 0
          tr: 2.0              | tr: fast         | clock.tr: expected a number above 0, found 'fast'
          tr: 2.0              | tr: .nan         | line 5: expected YAML
          volumes: 3           | volumes: 2.5     | clock.runs[0].volumes
          volumes: 3           | volumes: 2000000000 | clock: expected at most 16,777,216 volumes
          volumes: 3           | volumes: 2000000000 | found 4,000,000,000 volumes
          10, volumes: 3       | 10, volumes: 16777214 | found 16,777,217 volumes. Check
          first: 10            | first: 4         | time of TR 3 (run 2): expected a time after 4.0
          first: 1,            | first: 3,        | run 1: expected more than the 3 + 0 volumes
          first: 1, last: 0    | first: 2000000000, last: 2000000000 | run 1: expected more than
          trimmed: false       | trimmed: perhaps | recordings.trimmed: expected true or false
          trimmed: false       | trimmed: true    | Set recordings.trimmed: false
          trimmed: false       | detrend: cubic   | recordings.detrend: expected one of none, linear
          trimmed: false       | zscores: true    | recordings.zscores: expected one of the keys
          [N, A]               | [N, B]           | participants: expected keys of recordings.files
          [N, A]               | []               | participants: expected at least one
          files: {A: rec/A.npy, N: rec/N.npy} | files: {A: rec/A.npy, mean: rec/N.npy} | 'mean'
          files: {A: rec/A.npy, N: rec/N.npy} | pattern: rec/A.npy | recordings.pattern
          files: {A: rec/A.npy, N: rec/N.npy} | zscore: true     | either files or pattern
          words.tsv            | words.doc        | words.file: expected a .tsv, .csv, .TextGrid
          words.tsv            | [a.tsv, b.tsv]   | words.file: expected one file, or a *_events.tsv a run
          words.tsv            | []               | words.file: expected a text
          rec/A.npy            | []               | recordings.files.A: expected a file
          rec/A.npy            | {x: y}           | recordings.files.A: expected a text
          rec/A.npy            | rec/A.nii.gz     | rec/A.nii.gz: file: expected a NIfTI image
          rec/A.npy            | rec/A.hf5        | rec/A.hf5: file: expected an HDF5 file
          trimmed: false       | mask: none.nii   | none.nii: file: expected a NIfTI image
          trimmed: false       | mask: {Z: m.nii} | recordings.mask: expected participants with a recording
          trimmed: false       | voxels: {image: i.nii} | recordings.voxels.indices: expected indices and image
          trimmed: false       | voxels: [1]      | recordings.voxels: expected a mapping
          words.tsv            | other.tsv        | other.tsv
          rec/A.npy            | rec/B.npy        | rec/B.npy: file: expected a NumPy .npy file
          words: {file: words.tsv} | words: words.tsv | words: expected a mapping
          simulated: true      | name: other      | Duplicate field
          simulated: true      | simulated: [     | line
          """)
  void manifest_faulty_isRefusedWithItsKey(String part, String damage, String message)
      throws IOException {
    String text = MANIFEST.replace(part, damage);
    if (damage.contains("mean") || damage.contains("pattern")) {
      text = text.replace("participants: [N, A]\n", "");
    }
    Path file = write(text);

    assertThatThrownBy(() -> Dataset.open(file, null).recording("A"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  /** Someone else's manifest publishes nothing but what lies in its folder. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "words.tsv|../../../etc/passwd.tsv",
        "words.tsv|/etc/passwd.tsv",
        "words.tsv|rec/../../words.tsv",
        "rec/A.npy|../A.npy",
        "rec/A.npy|/dev/zero.hf5:/x",
        "trimmed: false|mask: ../mask.nii",
        "trimmed: false|'mask: ../{participant}.nii'",
        "trimmed: false|'regions: {A: /etc/regions.npy}'",
        "trimmed: false|repeats: {A: [../A.npy]}",
        "simulated: true|'annotations: {file: ../table.tsv}'"
      })
  void path_thatLeavesTheFolder_isRefused(String part, String damage) throws IOException {
    Path file = write(MANIFEST.replace(part, damage));

    assertThatThrownBy(() -> Dataset.open(file, null).recording("A"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("path: expected one within " + folder, "--data-root");
  }

  @Test
  void path_thatIsAbsoluteWithinTheFolder_isTaken() throws IOException {
    Path file = write(MANIFEST.replace("words.tsv", folder.resolve("words.tsv").toString()));
    assertThat(Dataset.open(file, null).stimulus()).isNotNull();
    Path other = write(MANIFEST.replace("words.tsv", "rec/../words.tsv"));
    assertThat(Dataset.open(other, null).stimulus()).isNotNull();
  }

  @Test
  void manifest_thatGrowsWhenItIsRead_isRefused() throws IOException {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%d: &a%d [".formatted(i, i)).append("*a%d, ".formatted(i - 1).repeat(8));
      laughs.append("x]\n");
    }
    assertRefused(laughs.toString(), "one of the keys");
    assertRefused("name: " + "[".repeat(100_000), "YAML");
    assertRefused("name: !!javax.script.ScriptEngineManager [x]\n", "name");
    assertRefused("name: " + "x".repeat(1 << 20), "length: expected at most 1,048,576 bytes");
  }

  private void assertRefused(String text, String message) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> Dataset.open(file, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void path_withoutDataset_isRefused() {
    assertThatThrownBy(() -> Dataset.open(folder, null))
        .hasMessageContaining(
            "a folder with dataset.yaml, words_fmri.npy or dataset_description.json");
    assertThatThrownBy(() -> Dataset.open(folder.resolve("none"), null))
        .hasMessageContaining("nothing there");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("dataset.yaml"), text);
  }
}
