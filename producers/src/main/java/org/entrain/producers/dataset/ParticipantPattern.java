package org.entrain.producers.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.entrain.common.Unreadable;

/** Files of participants, named by a pattern with {@code {participant}} in the file's name. */
final class ParticipantPattern {

  private static final String PLACE = "{participant}";

  private final Path root;
  private final String pattern;

  ParticipantPattern(Path root, String pattern) {
    this.root = root;
    this.pattern = pattern;
  }

  /** Whether the place of the participant stands once, in the last part of the path. */
  static boolean isValid(String pattern) {
    int at = pattern.indexOf(PLACE);
    return at >= 0 && pattern.indexOf(PLACE, at + 1) < 0 && pattern.indexOf('/', at) < 0;
  }

  /** File of a participant, there or not. */
  Path file(String participant) {
    return root.resolve(pattern.replace(PLACE, participant));
  }

  /** Every file that fits, by participant, sorted. */
  Map<String, Path> find() {
    int at = pattern.indexOf(PLACE);
    int slash = pattern.lastIndexOf('/', at);
    Path folder = slash < 0 ? root : root.resolve(pattern.substring(0, slash));
    String before = pattern.substring(slash + 1, at);
    String after = pattern.substring(at + PLACE.length());
    Map<String, Path> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.length() > before.length() + after.length()
            && name.startsWith(before)
            && name.endsWith(after)) {
          found.put(name.substring(before.length(), name.length() - after.length()), file);
        }
      }
    } catch (IOException e) {
      throw Unreadable.refusal(folder, "a folder of recordings", e);
    }
    return found;
  }
}
