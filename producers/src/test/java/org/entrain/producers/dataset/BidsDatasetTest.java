package org.entrain.producers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.producers.recordings.Recording;
import org.entrain.producers.stimulus.Tr;
import org.entrain.producers.stimulus.Word;
import org.entrain.schemas.Persons;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two participants, two runs of three and four volumes, preprocessed in derivatives. */
class BidsDatasetTest {

  private static final float[][] RUN_1 = {{1, 2}, {3, 5}, {4, 1}};
  private static final float[][] RUN_2 = {{6, 2}, {3, 3}, {8, 1}, {2, 2}};

  @TempDir Path folder;

  @BeforeEach
  void writeTree() throws IOException {
    text("dataset_description.json", "{\"Name\": \"A story\", \"BIDSVersion\": \"1.10.0\"}");
    text("task-story_bold.json", "{\"RepetitionTime\": 1.5, \"TaskName\": \"story\"}");
    for (String sub : new String[] {"01", "02"}) {
      events(sub, 1, "0.5\t0.3\tOnce\n1.6\t0.2\tn/a\n2\t0.4\tupon\n");
      events(sub, 2, "0.25\t0.3\ta\n7.5\t0.3\ttime\n");
      for (int run = 1; run <= 2; run++) {
        String stem = stem(sub, run);
        VoxelSpace space = Images.mask(derived(stem + "_desc-brain_mask.nii.gz"), 2);
        Path bold = derived(stem + "_desc-preproc_bold.nii.gz");
        Images.series(bold, space, 0, run == 1 ? RUN_1 : RUN_2);
      }
    }
  }

  @Test
  void folder_isReadAsDataset() {
    Dataset dataset = Dataset.open(folder, null);

    assertThat(dataset.name()).isEqualTo("A story");
    assertThat(dataset.simulated()).isFalse();
    assertThat(dataset.participants()).containsExactly("01", "02");
    assertThat(dataset.stimulus().words())
        .extracting(Word::text)
        .containsExactly("Once", "upon", "a", "time");
    assertThat(dataset.stimulus().words()).extracting(Word::run).containsExactly(0, 0, 1, 1);
    // Run 2 begins one TR after the end of run 1, at 3 · 1.5 s + 1.5 s.
    assertThat(dataset.stimulus().words())
        .extracting(Word::onset)
        .containsExactly(0.5, 2.0, 6.25, 13.5);
    assertThat(dataset.stimulus().clock())
        .extracting(Tr::time)
        .containsExactly(0.0, 1.5, 3.0, 6.0, 7.5, 9.0, 10.5);
    Recording recording = dataset.recording("02");
    assertThat(recording.rows()).isEqualTo(7);
    assertThat(recording.row(2)).containsExactly(4, 1);
    assertThat(recording.row(3)).containsExactly(6, 2);
  }

  @Test
  void voxels_areThoseOfTheMask() {
    Dataset dataset = Dataset.open(folder, null);

    VoxelSpace space = dataset.voxels("01").orElseThrow();
    assertThat(space.size()).isEqualTo(2);
    assertThat(dataset.voxels(Persons.MEAN)).hasValueSatisfying(s -> s.matches(space));
  }

  @Test
  void masksOfRuns_differing_leaveWhatTheyHaveInCommon() {
    VoxelSpace space = Dataset.open(folder, null).voxels("01").orElseThrow();
    Images.mask(derived(stem("01", 2) + "_desc-brain_mask.nii.gz"), space.grid(), 1);

    Dataset dataset = Dataset.open(folder, null);
    assertThat(dataset.recording("01").voxels()).isEqualTo(1);
    assertThat(dataset.recording("01").row(1)).containsExactly(3);
    assertThat(dataset.recording("02").voxels()).isEqualTo(2);
    assertThat(dataset.voxels(Persons.MEAN)).isEmpty();
  }

  @Test
  void masks_thatApplyAlike_areRefusedWithBoth() throws IOException {
    VoxelSpace space = VoxelSpace.ofMask(derived(stem("01", 2) + "_desc-brain_mask.nii.gz"));
    Files.delete(derived(stem("01", 2) + "_desc-brain_mask.nii.gz"));
    Images.mask(derived(stem("01", 2) + "_desc-one_mask.nii.gz"), space.grid(), 1);
    Images.mask(derived(stem("01", 2) + "_desc-two_mask.nii.gz"), space.grid(), 2);
    refused("one file that applies best", "desc-one_mask", "desc-two_mask");
  }

  @Test
  void sidecar_nearerToTheRecording_applies() throws IOException {
    text("sub-01/sub-01_task-story_bold.json", "{\"RepetitionTime\": 2}");
    text("sub-02/func/sub-02_task-story_run-1_bold.json", "{\"EchoTime\": 0.03}");
    text("sub-02/sub-02_bold.json", "{\"RepetitionTime\": 2}");

    assertThat(Dataset.open(folder, null).stimulus().clock().get(1).time()).isEqualTo(2);
  }

  @Test
  void manifest_choosesTaskColumnAndTrims() throws IOException {
    text("sub-01/func/sub-01_task-rest_bold.json", "{}");
    VoxelSpace space = Dataset.open(folder, null).voxels("01").orElseThrow();
    Images.series(derived("sub-01/func/sub-01_task-rest_bold.nii.gz"), space, 1.5, RUN_1);
    Images.mask(derived("sub-01/func/sub-01_task-rest_desc-brain_mask.nii.gz"), space.grid(), 2);
    refused("task: expected recordings of one task, found rest, story", "task: LABEL");

    Path manifest =
        Files.writeString(
            folder.resolve("story.yaml"),
            """
            name: chosen
            bids: {task: story, derivatives: prep, column: word, entities: {desc: preproc}}
            trim: {first: 1}
            recordings: {zscore: true, mask: roi.nii}
            participants: ["02"]
            """);
    Images.mask(folder.resolve("roi.nii"), space.grid(), 1);
    Dataset dataset = Dataset.open(manifest, null);
    assertThat(dataset.name()).isEqualTo("chosen");
    assertThat(dataset.participants()).containsExactly("02");
    assertThat(dataset.recording("02").rows()).isEqualTo(5);
    assertThat(dataset.recording("02").voxels()).isEqualTo(1);
    assertThat(dataset.voxels("02").orElseThrow().size()).isEqualTo(1);
  }

  @Test
  void treesWithRecordings_several_areRefused() throws IOException {
    VoxelSpace space = Dataset.open(folder, null).voxels("01").orElseThrow();
    Path other = folder.resolve("derivatives/other/sub-01/func");
    Images.series(other.resolve("sub-01_task-story_bold.nii"), space, 1.5, RUN_1);
    Images.mask(other.resolve("sub-01_task-story_mask.nii"), space.grid(), 2);

    refused(
        "recordings: expected sub-*/func/*_bold.nii.gz", "derivatives/other", "bids.derivatives");
  }

  @Test
  void missingParts_areRefusedByTheirPattern() throws IOException {
    Path events = folder.resolve("sub-02/func/sub-02_task-story_run-2_events.tsv");
    String text = Files.readString(events);
    Files.delete(events);
    refused("sub-02_task-story_run-2_events.tsv, or one above it");
    Files.writeString(events, text);

    Files.delete(folder.resolve("task-story_bold.json"));
    refused("RepetitionTime: expected a TR in a sidecar");
    text("task-story_bold.json", "{\"RepetitionTime\": \"fast\"}");
    refused("task-story_bold.json: RepetitionTime: expected seconds above 0, found \"fast\"");
    text("task-story_bold.json", "{");
    refused("task-story_bold.json: file: expected JSON");
    text("task-story_bold.json", "{\"RepetitionTime\": 1.5}");

    Files.delete(derived(stem("02", 1) + "_desc-brain_mask.nii.gz"));
    refused("sub-02_task-story_run-1_desc-brain_mask.nii.gz (or _mask.nii.gz)");
    for (String sub : new String[] {"01", "02"}) {
      for (int run = 1; run <= 2; run++) {
        Files.deleteIfExists(derived(stem(sub, run) + "_desc-brain_mask.nii.gz"));
      }
    }
    refused("recordings: expected sub-*/func/*_bold.nii.gz with", "found none");
  }

  @Test
  void participants_withOtherRunsVolumesOrWords_areRefusedWithBoth() throws IOException {
    VoxelSpace space = Dataset.open(folder, null).voxels("01").orElseThrow();
    Path second = derived(stem("02", 2) + "_desc-preproc_bold.nii.gz");
    Images.series(second, space, 0, RUN_1);
    refused("volumes: expected 4 every 1.5 s", "found 3 every 1.5 s");
    Files.delete(second);
    refused("runs: expected [run-1, run-2], as sub-01 has, found [run-1]");
    Images.series(second, space, 0, RUN_2);

    events("02", 2, "0.25\t0.3\ta\n7.6\t0.3\ttime\n");
    refused("'time' at 7.5 s", "found 'time' at 7.6 s");
    events("02", 2, "0.25\t0.3\ta\n");
    refused("words: expected 2, as", "found 1");
  }

  @Test
  void runs_twiceOrOfAnotherInterval_areRefused() throws IOException {
    text("sub-01/func/sub-01_task-story_run-2_bold.json", "{\"RepetitionTime\": 2}");
    refused(
        "run-2_desc-preproc_bold.nii.gz: volumes: expected 4 every 1.5 s", "found 4 every 2.0 s");
    Files.delete(folder.resolve("sub-01/func/sub-01_task-story_run-2_bold.json"));

    Files.copy(
        derived(stem("02", 2) + "_desc-preproc_bold.nii.gz"),
        derived("sub-02/func/sub-02_task-story_run-02_desc-preproc_bold.nii.gz"));
    refused("run: expected one recording a run");
  }

  @Test
  void events_faulty_areRefusedWithTheirLine() throws IOException {
    events("01", 1, "n/a\t0.3\tOnce\n");
    refused("sub-01_task-story_run-1_events.tsv: line 2, onset: expected seconds", "'n/a'");
    events("01", 1, "2\t0.3\tupon\n1\t0.3\tOnce\n");
    events("02", 1, "2\t0.3\tupon\n1\t0.3\tOnce\n");
    refused("sub-01_task-story_run-1_events.tsv, line 3", "an onset from 2.0 s on, found 1.0 s");
    text("sub-01/func/sub-01_task-story_run-1_events.tsv", "onset\tduration\n1\t1\n");
    refused("header: expected one column of words: word or trial_type or value");
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> Dataset.open(folder, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  private static String stem(String sub, int run) {
    return "sub-%s/func/sub-%s_task-story_run-%d".formatted(sub, sub, run);
  }

  private Path derived(String name) {
    return folder.resolve("derivatives/prep").resolve(name);
  }

  private void events(String sub, int run, String rows) throws IOException {
    text(stem(sub, run) + "_events.tsv", "onset\tduration\tword\n" + rows);
  }

  private void text(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
