package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.entrain.formats.npy.NpyWriter;

/**
 * A dataset of the packaged sample's words, told once or several times over, with simulated
 * recordings of any width.
 *
 * @param participants people, named P1, P2, …
 * @param voxels voxels of each
 * @param tellings times that the words follow each other, each in four runs of its own
 */
public record SimulatedStory(int participants, int voxels, int tellings) {

  private static final long SEED = 7;
  private static final double TELLING_SECONDS = 800;
  private static final int RUNS = 4;
  private static final int[] VOLUMES = {92, 94, 95, 95};
  private static final double[] FIRST = {0, 196, 396, 598};

  /** Names of the participants. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= participants; i++) {
      names.add("P" + i);
    }
    return names;
  }

  /**
   * Writes it.
   *
   * @param home folder of the project
   */
  public void write(Path home, Path folder) throws IOException {
    Files.createDirectories(folder);
    words(home.resolve("sample/words.tsv"), folder.resolve("words.tsv"));
    for (int i = 1; i <= participants; i++) {
      recording(folder.resolve("P" + i + ".npy"), SEED + i);
    }
    StringBuilder runs = new StringBuilder();
    for (int telling = 0; telling < tellings; telling++) {
      for (int run = 0; run < RUNS; run++) {
        runs.append(
            String.format(
                Locale.ROOT,
                "    - {first: %.1f, volumes: %d}%n",
                FIRST[run] + telling * TELLING_SECONDS,
                VOLUMES[run]));
      }
    }
    Files.writeString(
        folder.resolve("dataset.yaml"),
        """
        name: simulated
        simulated: true
        words: {file: words.tsv}
        clock:
          tr: 2.0
          runs:
        %strim: {first: 15, last: 5}
        recordings:
          files: {%s}
          trimmed: false
          detrend: none
          zscore: false
        participants: [%s]
        """
            .formatted(
                runs,
                String.join(
                    ", ", names().stream().map(name -> name + ": " + name + ".npy").toList()),
                String.join(", ", names())));
  }

  private void words(Path from, Path to) throws IOException {
    List<String> lines = Files.readAllLines(from);
    StringBuilder text = new StringBuilder(lines.get(0)).append('\n');
    for (int telling = 0; telling < tellings; telling++) {
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split("\t");
        text.append(
            String.format(
                Locale.ROOT,
                "%s\t%.3f\t%d\n",
                cells[0],
                Double.parseDouble(cells[1]) + telling * TELLING_SECONDS,
                Integer.parseInt(cells[2]) + telling * RUNS));
      }
    }
    Files.writeString(to, text);
  }

  private int volumes() {
    return tellings * Arrays.stream(VOLUMES).sum();
  }

  /** Noise, float32, [volumes × voxels]. */
  private void recording(Path file, long seed) throws IOException {
    Random random = new Random(seed);
    float[] row = new float[voxels];
    try (NpyWriter out = new NpyWriter(file, volumes(), voxels)) {
      for (int volume = 0; volume < volumes(); volume++) {
        for (int voxel = 0; voxel < voxels; voxel++) {
          row[voxel] = (float) random.nextGaussian();
        }
        out.write((long) volume * voxels, row);
      }
      out.finish();
    }
  }
}
