package org.entrain.bench.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The words of the packaged sample with a simulated recording of very many voxels. */
final class WideStory {

  private static final int VOLUMES = 376;
  private static final long SEED = 7;
  private static final int PREAMBLE_BYTES = 10;
  private static final int ALIGNMENT = 64;

  private WideStory() {}

  /**
   * Writes the dataset.
   *
   * @param home folder of the project
   * @return its fits: one layer of one checkpoint, and the baselines
   */
  static Workload write(Path home, Path folder, int voxels) throws IOException {
    Files.createDirectories(folder);
    Files.copy(
        home.resolve("sample/words.tsv"),
        folder.resolve("words.tsv"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    recording(folder.resolve("W.npy"), voxels);
    String manifest = Files.readString(home.resolve("sample/dataset.yaml"));
    StringBuilder wide = new StringBuilder();
    for (String line : manifest.lines().toList()) {
      if (line.startsWith("  files:")) {
        wide.append("  files: {W: W.npy}\n");
      } else if (line.startsWith("participants:")) {
        wide.append("participants: [W]\n");
      } else if (!line.startsWith("annotations:")) {
        wide.append(line).append('\n');
      }
    }
    Files.writeString(folder.resolve("dataset.yaml"), wide);
    return new Workload(
        List.of(
            "--dataset",
            folder.toString(),
            "--models",
            home.resolve("sample/checkpoints/nano/step2000").toString(),
            "--participants",
            "W"),
        List.of("layers=3", "permutations=0", "threads=1", "partitions=3", "encoding.memory=64m"),
        3);
  }

  /** Noise, float32, [volumes × voxels], as NumPy writes it. */
  private static void recording(Path file, int voxels) throws IOException {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(VOLUMES, voxels);
    int length = header.length() + 1;
    int padding = (ALIGNMENT - (PREAMBLE_BYTES + length) % ALIGNMENT) % ALIGNMENT;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    Random random = new Random(SEED);
    ByteBuffer row = ByteBuffer.allocate(voxels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
      out.write(new byte[] {(byte) text.length, (byte) (text.length >> 8)});
      out.write(text);
      for (int volume = 0; volume < VOLUMES; volume++) {
        row.clear();
        for (int voxel = 0; voxel < voxels; voxel++) {
          row.putFloat((float) random.nextGaussian());
        }
        out.write(row.array());
      }
    }
  }
}
