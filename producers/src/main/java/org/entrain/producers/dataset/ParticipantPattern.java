package org.entrain.producers.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Listing;
import org.entrain.common.Location;
import org.entrain.common.Locations;

/**
 * Files of participants, named by a pattern with {@code {participant}} in the file's name, in a
 * folder's, or in both.
 */
final class ParticipantPattern {

  private static final String PLACE = "{participant}";

  private final Location root;
  private final String pattern;

  ParticipantPattern(Location root, String pattern) {
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
  Location file(String participant) {
    return root.resolve(filled(pattern, participant));
  }

  /** Everybody who has such a file, sorted. */
  List<String> find(Locations locations) {
    int start = pattern.lastIndexOf('/', pattern.indexOf(PLACE)) + 1;
    int end = pattern.indexOf('/', start);
    Location folder = start == 0 ? root : root.resolve(pattern.substring(0, start));
    Pattern name = regex(pattern.substring(start, end < 0 ? pattern.length() : end));
    Listing listing = locations.list(folder);
    if (listing.isEmpty()) {
      throw new InvalidInputException(
          folder.text(), "file", "a folder of recordings", "nothing there", "Check the path.");
    }
    Collection<String> entries = end < 0 ? listing.files().keySet() : listing.folders();
    List<String> found = new ArrayList<>();
    for (String entry : entries) {
      Matcher matcher = name.matcher(entry);
      if (matcher.matches() && (end < 0 || isThere(file(matcher.group(1)), locations))) {
        found.add(matcher.group(1));
      }
    }
    Collections.sort(found);
    return found;
  }

  private static boolean isThere(Location file, Locations locations) {
    return locations.list(file.parent()).has(file.name());
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
