package org.entrain.results;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.entrain.math.SignFlip;

/**
 * Tests of properties as text for a terminal: the layers of the paper's Figure 6, and what holds of
 * them over participants.
 */
public final class PropertyTestTable {

  private static final int NAME = 22;
  private static final int STEP = 12;
  private static final int LAYERS = 21;

  private PropertyTestTable() {}

  /** Renders a table per model; nothing if there are no tests. */
  public static String render(List<PropertyTest> tests) {
    TextLines text = new TextLines();
    for (String model : new TreeSet<>(tests.stream().map(PropertyTest::model).toList())) {
      table(text, model, tests.stream().filter(test -> test.model().equals(model)).toList());
    }
    return text.toString();
  }

  private static void table(TextLines text, String model, List<PropertyTest> tests) {
    text.line("%s: layers whose r differs without a property", model);
    text.line("(published: p < .05 over voxels for every participant, paired t, voxels taken for");
    text.line(
        "independent; blocks: q < .05 within every participant, models exchanged in blocks of");
    text.line("TRs; participants: q < .05, sign flips; Benjamini–Hochberg over all tests)");
    text.line(
        "%s",
        TextLines.pad("property", NAME)
            + TextLines.pad("step", STEP)
            + TextLines.pad("published", LAYERS)
            + TextLines.pad("blocks", LAYERS)
            + "participants");
    List<PropertyTest> rows = new ArrayList<>();
    for (PropertyTest test : tests) {
      if (!rows.isEmpty() && !sameRow(rows.get(0), test)) {
        row(text, rows);
        rows.clear();
      }
      rows.add(test);
    }
    row(text, rows);
    int most = tests.stream().mapToInt(test -> test.persons().size()).max().orElse(0);
    if (SignFlip.smallestP(most) >= PropertyTest.LEVEL) {
      text.line(
          "%d participant%s cannot reach p < .05: the smallest possible is %s.",
          most, most == 1 ? "" : "s", TextLines.probability(SignFlip.smallestP(most)));
    }
    text.blank();
  }

  private static boolean sameRow(PropertyTest first, PropertyTest second) {
    return first.property().equals(second.property()) && first.step() == second.step();
  }

  private static void row(TextLines text, List<PropertyTest> layers) {
    text.line(
        "%s",
        TextLines.pad(layers.get(0).property(), NAME)
            + TextLines.pad(Long.toString(layers.get(0).step()), STEP)
            + TextLines.pad(
                layers(layers.stream().filter(PropertyTest::significantForAll).toList()), LAYERS)
            + TextLines.pad(
                layers.stream().allMatch(PropertyTest::hasBlocks)
                    ? layers(layers.stream().filter(PropertyTest::holdsWithinAll).toList())
                    : "not tested",
                LAYERS)
            + layers(layers.stream().filter(test -> test.q() < PropertyTest.LEVEL).toList()));
  }

  private static String layers(List<PropertyTest> tests) {
    if (tests.isEmpty()) {
      return "-";
    }
    List<String> layers = tests.stream().map(test -> Integer.toString(test.layer())).toList();
    return String.join(" ", layers);
  }
}
