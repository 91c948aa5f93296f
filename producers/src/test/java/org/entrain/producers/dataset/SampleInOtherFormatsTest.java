package org.entrain.producers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.entrain.formats.nifti.VoxelGrid;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.formats.npy.NpyArray;
import org.entrain.producers.stimulus.Tr;
import org.entrain.producers.stimulus.Word;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged sample as a BIDS folder: its words, volumes and recordings stay what they are. */
class SampleInOtherFormatsTest {

  private static final Path SAMPLE = Path.of("..", "sample");
  private static final double INTERVAL = 2;
  private static final int[] VOLUMES = {92, 94, 95, 95};
  private static final double[] FIRST = {0, 196, 396, 598};
  private static final List<String> PARTICIPANTS = List.of("A", "B");
  private static final VoxelGrid GRID =
      VoxelGrid.of(
          10, 9, 8, new double[][] {{2, 0, 0, -10}, {0, 2, 0, -9}, {0, 0, 2, -8}, {0, 0, 0, 1}});

  @TempDir Path folder;

  private Dataset original;

  @BeforeEach
  void writeBids() throws IOException {
    original = Dataset.open(SAMPLE, null);
    Files.writeString(folder.resolve("dataset_description.json"), "{\"Name\": \"sample\"}");
    Files.writeString(
        folder.resolve("task-story_bold.json"), "{\"RepetitionTime\": %s}".formatted(INTERVAL));
    for (String participant : PARTICIPANTS) {
      Path func = folder.resolve("sub-%s/func".formatted(participant));
      Files.createDirectories(func);
      NpyArray all = NpyArray.open(SAMPLE.resolve("recordings/" + participant + ".npy"));
      int voxels = all.shape().get(1);
      int row = 0;
      for (int run = 0; run < VOLUMES.length; run++) {
        String stem = "sub-%s_task-story_run-%d".formatted(participant, run + 1);
        VoxelSpace space = Images.mask(func.resolve(stem + "_mask.nii.gz"), GRID, voxels);
        float[][] rows = new float[VOLUMES[run]][voxels];
        for (float[] volume : rows) {
          all.floats((long) row++ * voxels, volume);
        }
        Images.series(func.resolve(stem + "_bold.nii.gz"), space, INTERVAL, rows);
        Files.writeString(func.resolve(stem + "_events.tsv"), events(run));
      }
    }
  }

  @Test
  void bidsFolder_hasTheWordsTrsAndRecordingsOfTheSample() throws IOException {
    Path manifest =
        Files.writeString(
            folder.resolve("dataset.yaml"),
            "name: bids\nsimulated: true\nbids: {task: story}\ntrim: {first: 15, last: 5}\n");

    Dataset bids = Dataset.open(manifest, null);

    assertThat(bids.participants()).isEqualTo(PARTICIPANTS);
    assertThat(bids.stimulus().keptRows()).isEqualTo(original.stimulus().keptRows());
    assertSameWords(bids);
    for (String participant : PARTICIPANTS) {
      assertThat(bids.recording(participant).hash())
          .isEqualTo(original.recording(participant).hash());
    }
  }

  @Test
  void manifestOfEventsAndImages_hasTheStimulusOfTheSample() throws IOException {
    String runs =
        List.of(1, 2, 3, 4).stream()
            .map(
                "\"sub-{participant}/func/sub-{participant}_task-story_run-%d_bold.nii.gz\""
                    ::formatted)
            .collect(Collectors.joining(", "));
    String events =
        List.of(1, 2, 3, 4).stream()
            .map("sub-A/func/sub-A_task-story_run-%d_events.tsv"::formatted)
            .collect(Collectors.joining(", "));
    String text = Files.readString(SAMPLE.resolve("dataset.yaml"));
    Path manifest =
        Files.writeString(
            folder.resolve("dataset.yaml"),
            text.replace("{file: words.tsv}", "{file: [%s]}".formatted(events))
                .replace(
                    "  files: {A: recordings/A.npy, B: recordings/B.npy}",
                    "  pattern: [%s]\n  mask: sub-A/func/sub-A_task-story_run-1_mask.nii.gz"
                        .formatted(runs)));

    Dataset images = Dataset.open(manifest, null);

    assertSameWords(images);
    assertThat(images.stimulus().clock()).isEqualTo(original.stimulus().clock());
    assertThat(images.recording("B").hash()).isEqualTo(original.recording("B").hash());
    assertThat(images.voxels("B").orElseThrow().size()).isEqualTo(original.recording("B").voxels());
  }

  /** Words of every TR are the same, and their onsets after it. */
  private void assertSameWords(Dataset other) {
    List<Word> words = original.stimulus().words();
    List<Tr> clock = original.stimulus().clock();
    assertThat(other.stimulus().words()).hasSameSizeAs(words);
    assertThat(other.stimulus().clock()).hasSameSizeAs(clock);
    for (int w = 0; w < words.size(); w++) {
      Word word = words.get(w);
      Word found = other.stimulus().words().get(w);
      assertThat(found.text()).isEqualTo(word.text());
      assertThat(found.run()).isEqualTo(word.run());
      assertThat(found.onset() - start(other, found.run()))
          .isCloseTo(word.onset() - start(original, word.run()), within(1e-9));
    }
  }

  private static double start(Dataset dataset, int run) {
    return dataset.stimulus().clock().stream()
        .filter(tr -> tr.run() == run)
        .findFirst()
        .orElseThrow()
        .time();
  }

  private String events(int run) {
    return "onset\tduration\tword\n"
        + original.stimulus().words().stream()
            .filter(word -> word.run() == run)
            .map(word -> "%s\tn/a\t%s\n".formatted(word.onset() - FIRST[run], word.text()))
            .collect(Collectors.joining());
  }
}
