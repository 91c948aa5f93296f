package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.results.Events.batch;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.entrain.schemas.avro.Annotation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Labels of words: stored, counted, and how they go together. */
@ParameterizedClass
@EnumSource(TestStore.class)
class LabelsTest {

  @Parameter TestStore stores;
  @TempDir Path folder;

  private List<PropertyLabels> stored(Annotation... annotations) {
    try (ResultStore results = stores.open(folder)) {
      results.sink().apply(batch(annotations));
      results.sink().apply(batch(annotations));
      return results.queries().labels();
    }
  }

  @Test
  void annotations_appliedTwice_areStoredOnceByProperty() {
    assertThat(story())
        .containsExactly(
            new PropertyLabels(
                "story",
                "POS",
                List.of("NOUN", "VERB", "VERB", "NOUN"),
                List.of("NOUN", "VERB", "VERB", "PROPN"),
                List.of(0, 0, 1, 1)),
            new PropertyLabels(
                "story",
                "Tense",
                List.of("Past", "Past", "other", "other"),
                List.of("Past", "Past", "UNDEF", "UNDEF"),
                List.of(0, 0, 1, 1)));
  }

  @Test
  void annotations_ofAnotherTable_takeTheirPlace() {
    try (ResultStore results = stores.open(folder)) {
      Annotation first = word(0, "NOUN", "NOUN", "Past", "Past", 0);
      Annotation second = word(1, "VERB", "VERB", "Past", "Past", 0);
      results.sink().apply(batch(first, second));
      // Word 1 comes twice in one batch; the last one holds.
      results.sink().apply(batch(other(0, "good"), second, other(1, "bad")));

      assertThat(results.queries().labels())
          .containsExactly(
              new PropertyLabels("story", "Mood", List.of("good", "bad"), List.of(), List.of()));
    }
  }

  @Test
  void classes_areInTheirOrder() {
    PropertyLabels numbers =
        new PropertyLabels("s", "p", List.of("10", "2", "2"), List.of(), List.of());
    PropertyLabels names = new PropertyLabels("s", "p", List.of("b", "a"), List.of(), List.of());

    assertThat(numbers.names()).containsExactly("2", "10");
    assertThat(names.names()).containsExactly("b", "a");
  }

  @Test
  void distribution_asCsv_countsWordsAndSentences() throws IOException {
    StringWriter out = new StringWriter();

    long rows = LabelExport.write(story(), out);

    assertThat(rows).isEqualTo(9);
    assertThat(out.toString().lines())
        .startsWith("stimulus,property,kind,value,words,sentences")
        .contains(
            "story,POS,class,VERB,2,",
            "story,POS,raw,PROPN,1,",
            "story,Tense,class,Past,2,1",
            "story,Tense,raw,UNDEF,2,1");
  }

  @Test
  void values_thatASpreadsheetWouldCompute_areQuotedUnlessNumbers() {
    assertThat(ScoreExport.harmless("=A1")).isEqualTo("'=A1");
    assertThat(ScoreExport.harmless("-x")).isEqualTo("'-x");
    assertThat(ScoreExport.harmless("-0.35")).isEqualTo("-0.35");
  }

  @Test
  void association_ofSentences_countsEachOnce() {
    List<Integer> sentences = List.of(0, 0, 0, 1, 2, 2);
    PropertyLabels first =
        new PropertyLabels("s", "a", List.of("1", "1", "1", "0", "0", "0"), List.of(), sentences);
    PropertyLabels second =
        new PropertyLabels("s", "b", List.of("x", "x", "x", "y", "x", "x"), List.of(), sentences);

    assertThat(LabelTable.association(first, second).units()).isEqualTo(3);
    assertThat(LabelTable.association(first, second).v()).isCloseTo(0.5, within(1e-12));
    assertThat(LabelTable.correlation(first, second).r()).isCloseTo(-Math.sqrt(0.2), within(1e-12));
  }

  @Test
  void table_ofLabels_hasClassesAndBothTriangles() {
    String table = LabelTable.render(story());

    assertThat(table.lines())
        .contains(
            "Classes: words (sentences)",
            "POS                   NOUN 2  VERB 2",
            "Tense                 Past 2 (1)  other 2 (1)",
            " 1 POS                      1    0.00*",
            " 2 Tense                 0.00*      1");
    assertThat(LabelTable.render(List.of())).isEqualTo("No word has been annotated.\n");
  }

  private List<PropertyLabels> story() {
    return stored(
        word(0, "NOUN", "NOUN", "Past", "Past", 0),
        word(1, "VERB", "VERB", "Past", "Past", 0),
        word(2, "VERB", "VERB", "other", "UNDEF", 1),
        word(3, "NOUN", "PROPN", "other", "UNDEF", 1));
  }

  private static Annotation other(int index, String mood) {
    return new Annotation("story", index, "other", Map.of(), Map.of("Mood", mood), null);
  }

  private static Annotation word(
      int index, String pos, String rawPos, String tense, String rawTense, @Nullable Integer in) {
    return new Annotation(
        "story",
        index,
        "table",
        Map.of("POS", rawPos, "Tense", rawTense),
        Map.of("POS", pos, "Tense", tense),
        in);
  }
}
