package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The average participant has rows of its own, and no say beside persons. */
class AverageParticipantTest {

  private static final List<String> NAMES = List.of("A", "B", "mean");

  @TempDir private Path folder;

  @Test
  void means_areThoseOfPersons() {
    LayerScore layer = LayerScore.of(0, r(.1, .2, .9));
    SortedMap<String, LayerChoice> choices = new TreeMap<>();
    r(.1, .2, .9).forEach((name, r) -> choices.put(name, choice(r)));
    CheckpointSummary summary =
        new CheckpointSummary(
            "m",
            0,
            "i",
            SourceKind.WEIGHTS,
            "initial",
            List.of(layer),
            choices,
            OptionalDouble.empty());

    assertThat(layer.meanR()).isCloseTo(.15, offset(1e-12));
    assertThat(layer.byParticipant()).containsOnlyKeys(NAMES);
    assertThat(summary.chosen().orElseThrow()).isCloseTo(.15, offset(1e-12));
    assertThat(summary.accuracy().orElseThrow()).isCloseTo(.65, offset(1e-12));
  }

  @Test
  void tests_countPersons() {
    List<Score> fits = new ArrayList<>();
    for (String participant : NAMES) {
      fits.add(fit("u", 0, participant, 4, 0.3));
      Score whole = fit("u", 0, participant, 4, 0.2);
      fits.add(Score.newBuilder(whole).setVariant("POS").build());
    }
    try (ResultStore results = TestStore.DUCKDB.open(folder)) {
      results.sink().apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0)));
      results.sink().apply(batch(fits.toArray(Score[]::new)));
      PropertyTest test = results.queries().propertyTests().get(0);

      assertThat(test.participants()).hasSize(3);
      assertThat(test.persons()).hasSize(2);
      assertThat(test.across().count()).isEqualTo(2);
      assertThat(test.across().p()).isEqualTo(2 / 4.0);
    }
  }

  /** The persons' family has two tests of p 2/8; the average's own p would make it three. */
  @Test
  void testsWithinPersons_areAFamilyWithoutTheAverage() {
    List<Score> fits = new ArrayList<>();
    for (String participant : NAMES) {
      boolean average = participant.equals("mean");
      fits.add(Events.parts(fit("u", 0, participant, 4, 0.3), .1, .1, .1));
      Score whole = fit("u", 0, participant, 4, 0.2);
      fits.add(
          Score.newBuilder(
                  average ? Events.parts(whole, .1, .2, .1) : Events.parts(whole, .08, .05, .07))
              .setVariant("POS")
              .build());
    }
    try (ResultStore results = TestStore.DUCKDB.open(folder)) {
      results.sink().apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0)));
      results.sink().apply(batch(fits.toArray(Score[]::new)));
      List<PropertyTest.OfParticipant> tests =
          results.queries().propertyTests().get(0).participants();

      assertThat(tests.get(0).qOfBlocks()).isEqualTo(2 / 8.0);
      assertThat(tests.get(1).qOfBlocks()).isEqualTo(2 / 8.0);
      assertThat(tests.get(2).qOfBlocks()).isEqualTo(tests.get(2).overBlocks().p());
    }
  }

  private static LayerChoice choice(double r) {
    return new LayerChoice(List.of(new LayerChoice.Fold(0, 0, 0, 0, r, OptionalDouble.of(.5 + r))));
  }

  private static SortedMap<String, Double> r(double... values) {
    SortedMap<String, Double> r = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      r.put(NAMES.get(i), values[i]);
    }
    return r;
  }
}
