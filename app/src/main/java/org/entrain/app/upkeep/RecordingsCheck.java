package org.entrain.app.upkeep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entrain.common.ContentHash;

/**
 * Compares a worker's copies of recordings with the hashes in their names. Hashes of recordings
 * with maps or repeats are of these too, and files of workers with a share of the voxels have not
 * all values, so that only the size of such files can be compared.
 */
final class RecordingsCheck {

  static final String VALUES = ".f32";
  static final String COMPLETE = ".complete";

  private static final Pattern NAME =
      Pattern.compile(".+-[0-9a-f]{16}-([0-9a-f]{16})(?:-drifts\\d+)?(-\\d+-of-\\d+)?\\.f32");
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,10}) x (\\d{1,10})");
  private static final int PIECE = 1 << 20;

  private final String part;
  private final Path folder;

  RecordingsCheck(String part, Path folder) {
    this.part = part;
    this.folder = folder;
  }

  /**
   * @param plain hashes of recordings without maps and repeats
   */
  Finding finding(Set<String> plain) throws IOException {
    List<String> faults = new ArrayList<>();
    int hashed = 0;
    int sized = 0;
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.sorted().toList()) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        Path marker = file.resolveSibling(file.getFileName() + COMPLETE);
        if (!name.matches() || !Files.exists(marker)) {
          continue; // one that is not complete is gathered anew
        }
        Matcher shape = SHAPE.matcher(Files.readString(marker));
        if (!shape.matches() || Files.size(file) != bytes(shape)) {
          faults.add(file.getFileName() + " has another size than " + marker.getFileName());
        } else if (name.group(2) != null || !plain.contains(name.group(1))) {
          sized++;
        } else if (hash(file, shape).equals(name.group(1))) {
          hashed++;
        } else {
          faults.add(file.getFileName() + " has other values than its hash");
        }
      }
    }
    return faults.isEmpty()
        ? Finding.ok(part, "%d equal their hash, %d their size".formatted(hashed, sized))
        : Finding.fault(
            part, String.join("; ", faults) + ". Delete them: they are gathered from the topic.");
  }

  private static long bytes(Matcher shape) {
    return Long.parseLong(shape.group(1)) * Long.parseLong(shape.group(2)) * Float.BYTES;
  }

  private static String hash(Path file, Matcher shape) throws IOException {
    ContentHash hash =
        new ContentHash().add(Long.parseLong(shape.group(1))).add(Long.parseLong(shape.group(2)));
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(piece) >= 0) {
        hash.update(piece.flip());
        piece.clear();
      }
    }
    return hash.shortHex();
  }
}
