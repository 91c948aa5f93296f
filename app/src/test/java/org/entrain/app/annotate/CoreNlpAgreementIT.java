package org.entrain.app.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CoreNLP against forty sentences annotated by hand, over every rule. It gets CoreNLP from Maven
 * Central, so it runs with the profile {@code corenlp} alone.
 */
@Tag("corenlp")
class CoreNlpAgreementIT {

  /** Columns of the sentences' table that hold a property's value or class. */
  private static final List<String> OF_SENTENCES =
      List.of(
          "SentenceLength",
          "TreeDepth",
          "TopConstituents",
          "Tense",
          "SubjectNumber",
          "ObjectNumber");

  /** Agreement in per cent, by property: less would be a change for the worse. */
  private static final Map<String, Double> FLOORS =
      Map.of(
          "SentenceLength", 100.0,
          "TreeDepth", 92.5,
          "TopConstituents", 95.0,
          "Tense", 100.0,
          "SubjectNumber", 95.0,
          "ObjectNumber", 97.5,
          "POS", 98.6,
          "SmallestConstituent", 98.6);

  @TempDir private Path folder;

  @Test
  void properties_ofFortySentences_agreeWithThoseMadeByHand() throws IOException {
    List<Map<String, String>> sentences = sentences();
    Path words = words(sentences);
    Path out = folder.resolve("out.tsv");

    Outcome outcome =
        CommandRunner.run("annotate", "--with", "corenlp", "--words", words, "--out", out);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    Map<String, Tally> tallies = compare(sentences, table(Files.readString(out)));
    tallies.forEach((property, tally) -> System.out.println(property + " " + tally.text()));
    assertThat(tallies.keySet()).isEqualTo(FLOORS.keySet());
    tallies.forEach(
        (property, tally) ->
            assertThat(tally.percent())
                .as(property + " " + tally.text())
                .isGreaterThanOrEqualTo(FLOORS.get(property)));
  }

  /** What agrees, and what does not. */
  private static final class Tally {
    private int agree;
    private int all;
    private final List<String> differences = new ArrayList<>();

    void add(String place, String expected, String found) {
      all++;
      if (expected.equals(found)) {
        agree++;
      } else {
        differences.add("%s: by hand %s, CoreNLP %s".formatted(place, expected, found));
      }
    }

    double percent() {
      return 100.0 * agree / all;
    }

    String text() {
      return "%d of %d agree%n  %s".formatted(agree, all, String.join("\n  ", differences));
    }
  }

  private static Map<String, Tally> compare(
      List<Map<String, String>> sentences, List<Map<String, String>> rows) {
    Map<String, Tally> tallies = new LinkedHashMap<>();
    FLOORS.keySet().forEach(property -> tallies.put(property, new Tally()));
    int row = 0;
    for (Map<String, String> sentence : sentences) {
      for (String property : OF_SENTENCES) {
        // By hand these two are given by class, the others by raw value.
        boolean byClass = property.equals("TreeDepth") || property.equals("ObjectNumber");
        tallies
            .get(property)
            .add(
                sentence.get("text"),
                sentence.get(property),
                rows.get(row).get(byClass ? property : property + ".raw"));
      }
      for (String word : sentence.get("words").split(" ")) {
        String[] expected = word.split("/");
        String place = rows.get(row).get("word") + " in " + sentence.get("text");
        tallies.get("POS").add(place, expected[0], rows.get(row).get("POS.raw"));
        tallies
            .get("SmallestConstituent")
            .add(place, expected[1], rows.get(row).get("SmallestConstituent.raw"));
        row++;
      }
    }
    assertThat(row).isEqualTo(rows.size());
    return tallies;
  }

  private Path words(List<Map<String, String>> sentences) throws IOException {
    StringBuilder table = new StringBuilder("word\tonset\tsentence\n");
    int words = 0;
    for (int s = 0; s < sentences.size(); s++) {
      for (String word : sentences.get(s).get("text").split(" ")) {
        table.append("%s\t%d\t%d%n".formatted(word, words++, s));
      }
    }
    return Files.writeString(folder.resolve("words.tsv"), table);
  }

  private static List<Map<String, String>> sentences() throws IOException {
    try (InputStream in =
        CoreNlpAgreementIT.class.getResourceAsStream("/annotate/forty-sentences.tsv")) {
      assertThat(in).isNotNull();
      return table(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static List<Map<String, String>> table(String text) {
    List<String[]> lines = text.lines().map(line -> line.split("\t", -1)).toList();
    List<Map<String, String>> rows = new ArrayList<>();
    for (String[] line : lines.subList(1, lines.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < line.length; i++) {
        row.put(lines.get(0)[i], line[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
