package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.plan;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Removals and probes of linguistic properties. */
@ParameterizedClass
@EnumSource(TestStore.class)
class ProbeScoresTest {

  @Parameter TestStore stores;
  @TempDir Path folder;

  private ResultStore open() {
    return stores.open(folder);
  }

  @Test
  void probes_withTheirRemovals_haveARowPerNameOfTheCheckpoint() {
    try (ResultStore results = open()) {
      results
          .sink()
          .apply(
              batch(
                  checkpoint("m", 0, "i"),
                  checkpoint("m", 1, "i"),
                  plan("u", "i", 0, 1),
                  removal(1, "Tense", 10),
                  probe(1, "Tense", 0.9, 0.4, 0.5)));
      assertThat(results.queries().probes())
          .containsExactly(
              score("m", 0, 1, "Tense", 0.9, 0.4, 0.5, 10),
              score("m", 1, 1, "Tense", 0.9, 0.4, 0.5, 10));
      // Computed again, it replaces what was there.
      results.sink().apply(batch(removal(1, "Tense", 100), probe(1, "Tense", 0.8, 0.6, 0.5)));
      assertThat(results.queries().probes())
          .extracting(ProbeScore::before, ProbeScore::lambda, ProbeScore::removed)
          .containsOnly(org.assertj.core.groups.Tuple.tuple(0.8, 100.0, false));
    }
  }

  @Test
  void table_ofProbes_hasARowPerPropertyWithRangesAndSuccesses() {
    String table =
        ProbeTable.render(
            List.of(
                score("m", 0, 0, "POS", 0.70, 0.30, 0.40, 1),
                score("m", 0, 1, "POS", 0.95, 0.45, 0.40, 1),
                score("m", 0, 0, "Random", 0.52, 0.49, 0.51, 1e5)));
    assertThat(table.lines())
        .contains(
            "POS                   0.700 … 0.950  0.300 … 0.450   0.400     1 of 2",
            "Random                0.520 … 0.520  0.490 … 0.490   0.510     1 of 1");
    assertThat(ProbeTable.render(List.of())).isEmpty();
  }

  @Test
  void table_withTheRandomBaseline_hasItBesideEveryModel() {
    String table =
        ProbeTable.render(
            List.of(
                score("m", 0, 0, "POS", 0.70, 0.30, 0.40, 1),
                score("m", 0, 0, "Tense", 0.70, 0.30, 0.40, 1),
                score("any", 0, 0, "POS", 0.42, 0.41, 0.4, 1, true, 8)));

    assertThat(table.lines())
        .contains(
            "POS                   0.700 … 0.700  0.300 … 0.300   0.400     1 of 1  0.420, 0.410",
            "Tense                 0.700 … 0.700  0.300 … 0.300   0.400     1 of 1             -")
        .noneMatch(line -> line.startsWith("any"));
    ProbeScore small = score("n", 0, 0, "POS", 0.42, 0.41, 0.4, 1, false, 4);
    ProbeScore random = score("any", 0, 0, "POS", 0.42, 0.41, 0.4, 1, true, 8);
    assertThat(ProbeTable.render(List.of(small, random))).contains("POS").doesNotContain("random");
  }

  @Test
  void table_withShuffledLabels_hasSelectivity() {
    String table =
        ProbeTable.render(
            List.of(
                new ProbeScore(
                    "m",
                    0,
                    0,
                    "POS",
                    0.70,
                    0.30,
                    0.40,
                    OptionalDouble.of(0.45),
                    "ridge",
                    1,
                    false,
                    8)));

    assertThat(table.lines())
        .contains(
            "POS                   0.700 … 0.700  0.300 … 0.300   0.400     1 of 1"
                + "   0.250 … 0.250");
  }

  @Test
  void summary_ofVariants_saysWhatGoesWithEachProperty() {
    try (ResultStore results = open()) {
      results
          .sink()
          .apply(
              batch(
                  checkpoint("m", 0, "i"),
                  checkpoint("m", 512, "j"),
                  plan("u", "i", 0, 1),
                  plan("v", "j", 0, 1),
                  fit("u", 0, "F", 2, 0.3),
                  fit("u", 1, "F", 2, 0.5),
                  without("POS", fit("u", 0, "F", 2, 0.2)),
                  without("POS", fit("u", 1, "F", 2, 0.1)),
                  without("Tense", fit("u", 1, "F", 2, 0.45))));
      String text = SummaryTable.render(results.queries().summaryWithSignificance(), false);
      assertThat(text.lines())
          .contains(
              "step                         0",
              "POS                     0.2500",
              "Tense                   0.0500")
          .noneMatch(line -> line.contains("m, POS"));
    }
  }

  private static Score without(String property, Score score) {
    return Score.newBuilder(score).setVariant(property).build();
  }

  @Test
  void probe_ofAnImpossibleShare_isRefused() {
    assertThatThrownBy(() -> ResultEvents.check(probe(0, "POS", 1.1, 0, 0)))
        .hasMessageContaining("share 1.1");
  }

  private static ProbeScore score(
      String model,
      long step,
      int layer,
      String property,
      double before,
      double after,
      double chance,
      double lambda) {
    return score(model, step, layer, property, before, after, chance, lambda, false, 8);
  }

  private static ProbeScore score(
      String model,
      long step,
      int layer,
      String property,
      double before,
      double after,
      double chance,
      double lambda,
      boolean random,
      int dimensions) {
    return new ProbeScore(
        model,
        step,
        layer,
        property,
        before,
        after,
        chance,
        OptionalDouble.empty(),
        "ridge",
        lambda,
        random,
        dimensions);
  }

  private static Removal removal(int layer, String property, double lambda) {
    return Removal.newBuilder()
        .setUnit("u")
        .setModel("m")
        .setStep(0)
        .setLayer(layer)
        .setProperty(property)
        .setLabels("l")
        .setCoding("one-hot")
        .setMethod("ridge")
        .setClasses(List.of("no", "Past"))
        .setWordClasses(ByteBuffer.allocate(0))
        .setTheta(ByteBuffer.allocate(0))
        .setIntercept(ByteBuffer.allocate(0))
        .setLambda(lambda)
        .build();
  }

  private static Probe probe(
      int layer, String property, double before, double after, double chance) {
    return new Probe("u", "m", 0L, layer, property, before, after, chance, null);
  }
}
