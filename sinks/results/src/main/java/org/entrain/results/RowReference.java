package org.entrain.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * What a user's reference to a row of the results means: {@code
 * model@step/layer/participant[/variant][:voxel[:fold]]}, or a fit's number instead of its names.
 * Names may hold any of these marks, so that a reference is read by the names that there are; the
 * longest one that fits counts.
 */
record RowReference(FitName fit, OptionalInt voxel, OptionalInt fold) {

  /** A name, and how far it is from what was asked. */
  private record Proposal(String name, int edits) {}

  /** How references look, for people. */
  static final String FORM = "MODEL@STEP/LAYER/PARTICIPANT[/VARIANT][:VOXEL[:FOLD]]";

  private static final Pattern PLACE = Pattern.compile("(?::([0-9]{1,9})(?::([0-9]{1,9}))?)?");
  private static final Pattern LAST_PLACE = Pattern.compile("(:[0-9]{1,9}){0,2}$");
  private static final int PROPOSALS = 3;

  /** Beyond this many characters spelling is not compared. */
  private static final int COMPARED = 200;

  /**
   * Reads a reference.
   *
   * @param fits the fits that there are
   * @throws InvalidInputException if it fits none of them, or several equally well
   */
  static RowReference read(String text, List<FitName> fits) {
    List<RowReference> best = new ArrayList<>();
    int longest = 0;
    for (FitName fit : fits) {
      for (String name : fit.texts()) {
        if (name.length() < longest || !text.startsWith(name)) {
          continue;
        }
        Matcher place = PLACE.matcher(text.substring(name.length()));
        if (place.matches()) {
          if (name.length() > longest) {
            best.clear();
          }
          longest = name.length();
          best.add(new RowReference(fit, index(place.group(1)), index(place.group(2))));
        }
      }
    }
    if (best.isEmpty()) {
      throw unknown(text, fits);
    }
    // Equal weights are one fit of several names, which its number stands for alike.
    List<Long> different = best.stream().map(row -> row.fit().fit()).distinct().toList();
    if (different.size() > 1) {
      throw refused(
          "the name of one fit",
          text + ", the name of several",
          "Ask by number: %s."
              .formatted(
                  best.stream()
                      .map(row -> "%d is %s".formatted(row.fit().fit(), row.fit().columns()))
                      .collect(Collectors.joining(", "))));
    }
    return best.get(0).checked();
  }

  private RowReference checked() {
    check("voxel", voxel, fit.voxels());
    check("fold", fold, fit.folds());
    return this;
  }

  private void check(String what, OptionalInt index, int count) {
    if (index.isPresent() && index.getAsInt() >= count) {
      throw refused(
          "a %s of 0 … %d of %s".formatted(what, count - 1, fit.text()),
          Integer.toString(index.getAsInt()),
          "Count from 0.");
    }
  }

  private static InvalidInputException unknown(String text, List<FitName> fits) {
    if (fits.isEmpty()) {
      return refused("a row, but there are none yet", text, "Ask again when there are scores.");
    }
    String meant = cut(LAST_PLACE.matcher(text).replaceFirst(""));
    String nearest =
        fits.stream()
            .map(FitName::text)
            .map(name -> new Proposal(name, Spelling.edits(meant, cut(name))))
            .sorted(Comparator.comparingInt(Proposal::edits))
            .limit(PROPOSALS)
            .map(Proposal::name)
            .collect(Collectors.joining(", "));
    return refused(
        FORM + " or the number of a fit, of the rows that there are",
        cut(text),
        "The nearest of %,d: %s.".formatted(fits.size(), nearest));
  }

  private static InvalidInputException refused(String expected, String found, String remedy) {
    return new InvalidInputException("results", "row", expected, found, remedy);
  }

  private static String cut(String text) {
    return text.length() > COMPARED ? text.substring(0, COMPARED) : text;
  }

  private static OptionalInt index(@Nullable String digits) {
    return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
  }
}
