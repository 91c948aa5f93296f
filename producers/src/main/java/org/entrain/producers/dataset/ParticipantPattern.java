package org.entrain.producers.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.common.Unreadable;

/**
 * Files of participants, named by a pattern with {@code {participant}} in the file's name, in a
 * folder's, or in both.
 */
final class ParticipantPattern {

  private static final String PLACE = "{participant}";

  private final Path root;
  private final String pattern;

  ParticipantPattern(Path root, String pattern) {
    this.root = root;
    this.pattern = pattern;
  }

  /** Whether there is a place of the participant. */
  static boolean isValid(String pattern) {
    return pattern.contains(PLACE);
  }

  /** A text with a participant in place. */
  static String filled(String pattern, String participant) {
    return pattern.replace(PLACE, participant);
  }

  /** File of a participant, there or not. */
  Path file(String participant) {
    return root.resolve(filled(pattern, participant));
  }

  /** Every file that fits, by participant, sorted. */
  Map<String, Path> find() {
    int start = pattern.lastIndexOf('/', pattern.indexOf(PLACE)) + 1;
    int end = pattern.indexOf('/', start);
    Path folder = root.resolve(pattern.substring(0, start));
    Pattern name = regex(pattern.substring(start, end < 0 ? pattern.length() : end));
    Map<String, Path> found = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Matcher matcher = name.matcher(String.valueOf(entry.getFileName()));
        if (matcher.matches()) {
          Path file = file(matcher.group(1));
          if (end < 0 || Files.exists(file)) {
            found.put(matcher.group(1), file);
          }
        }
      }
    } catch (IOException e) {
      throw Unreadable.refusal(folder, "a folder of recordings", e);
    }
    return found;
  }

  /** A participant stands wherever the place is, the same in all of them. */
  private static Pattern regex(String name) {
    StringBuilder regex = new StringBuilder();
    int from = 0;
    for (int at = name.indexOf(PLACE); at >= 0; at = name.indexOf(PLACE, from)) {
      regex.append(Pattern.quote(name.substring(from, at))).append(from == 0 ? "(.+)" : "\\1");
      from = at + PLACE.length();
    }
    return Pattern.compile(regex.append(Pattern.quote(name.substring(from))).toString());
  }
}
