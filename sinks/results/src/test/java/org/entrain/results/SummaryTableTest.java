package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.inner;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.tested;

import java.nio.file.Path;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of fits that have inner folds and tests. */
@ParameterizedClass
@EnumSource(TestStore.class)
class SummaryTableTest {

  @Parameter TestStore stores;
  @TempDir Path folder;
  private ResultStore results;
  private ResultSink sink;

  @BeforeEach
  void open() {
    results = stores.open(folder);
    sink = results.sink();
    sink.apply(
        batch(
            checkpoint("pythia-mini", 0, "i"),
            checkpoint("pythia-mini", 512, "j"),
            checkpoint("baseline-word-rate", 0, "w", SourceKind.WORD_RATE),
            plan("u", "i", 0, 1),
            plan("v", "j", 0, 1),
            plan("x", "w", 0)));
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void table_ofTestedFits_saysWhatToReport() {
    for (String name : new String[] {"F", "G", "H"}) {
      double base = (name.charAt(0) - 'F') / 50.0;
      sink.apply(
          batch(
              full(fit("u", 0, name, 2, base), 0.01, 0.4, 0.5),
              full(fit("u", 1, name, 2, base - 0.01), 0.02, 0.4, 0.5),
              full(fit("v", 0, name, 2, 0.2 + base), 0.05, 0.001, 0.5),
              inner(tested(fit("v", 1, name, 2, 0.19 + base), 0.001, 0.002), 0.06, 0.04),
              full(fit("x", 0, name, 2, 0.1), 0.03, 0.002, 0.9)));
    }
    assertThat(table(true))
        .isEqualTo(
            """
            pythia-mini, initial: mean r over voxels, folds and participants
            (* largest r on test rows; chosen, the r to report: each participant's and fold's
            layer is the one that predicts best in the inner folds, which see no test rows)
            step          layer 0  layer 1   chosen  perplexity
            0             0.0255*  0.0155    0.0155           -
            512           0.2255*  0.2155    0.2205           -

            Share of voxels with q < .05, mean over participants (Benjamini–Hochberg over all
            voxels, models, layers, steps and variants of a participant):
            step          layer 0  layer 1
            0               0.0 %    0.0 %
            512            50.0 %  100.0 %

            Over participants: chosen against 0, and its difference to the word rate's r against 0
            (p by sign flips, two-sided, each step by itself):
            step        participants p(chosen)    beyond word rate        p
            0                      3        .5             -0.0900      .25
            512                    3       .25              0.1150      .25
            3 participants cannot reach p < .05: the smallest possible is .25.

            Best by participant (step and layer by inner folds):
              F                       r 0.2005 at step 512, layer 1 in 1 of 2 folds
              G                       r 0.2205 at step 512, layer 1 in 1 of 2 folds
              H                       r 0.2405 at step 512, layer 1 in 1 of 2 folds

            Baselines: mean r (best layer), share of voxels with q < .05 (each by itself)
              baseline-word-rate          0.1055    50.0 %

            """);
    assertThat(table(false))
        .doesNotContain("baseline-word-rate")
        .contains("             0.1150      .25\n");
  }

  @Test
  void table_ofSixParticipants_hasNoNoteOnTheirNumber() {
    for (int person = 0; person < 6; person++) {
      sink.apply(batch(full(fit("u", 0, "P" + person, 1, 0.1), 0.1, 0.5)));
    }
    assertThat(table(true)).contains("6      .031").doesNotContain("cannot reach");
  }

  @Test
  void table_withoutScoredWordRate_comparesWithNothing() {
    sink.apply(batch(full(fit("u", 0, "F", 1, 0.1), 0.1, 0.5)));
    assertThat(table(true))
        .containsPattern("\\n0 +1 +1 +- +-\\n")
        .contains("1 participant cannot reach p < .05: the smallest possible is 1.");
  }

  @Test
  void table_ofWidestContents_staysWithin100Columns() {
    sink.apply(batch(checkpoint("m", 123_456_789, "k"), plan("y", "k", 0)));
    for (int layer = 0; layer < 9; layer++) {
      Score score = full(fit("y", layer, "participant-".repeat(8), 1, -0.9), 0.1 + layer, 0.001);
      sink.apply(
          batch(score, Events.part("y", 0, 20, -200), full(fit("y", layer, "F", 1, 0), 1, 1)));
    }
    String table = table(true);
    assertThat(table.lines()).allMatch(line -> line.length() <= 100);
    assertThat(table).contains("chosen", "layer 8", "22026.47");
  }

  @Test
  void table_ofClassifiedFits_hasTheAccuracyOfTheChosenLayersWithin100Columns() {
    for (int layer = 0; layer < 9; layer++) {
      Score score = full(fit("u", layer, "F", 1, 0.1), 0.1 + layer, 0.5);
      sink.apply(batch(Events.classified(score, 0.05 * layer, 0.1 * layer)));
    }
    String table = table(true);
    assertThat(table)
        .contains(
            "(accuracy: of the chosen layers, test rows classified correctly; chance is 50 %)")
        .containsPattern("step .*layer 5 +chosen +accuracy +perplexity\n0 .* 60.0 % +-\n")
        .contains("layer 8");
    assertThat(table.lines()).allMatch(line -> line.length() <= 100);
  }

  private static Score full(Score fit, double innerR2, double... p) {
    return inner(tested(fit, p), innerR2, innerR2);
  }

  private String table(boolean baselines) {
    return SummaryTable.render(results.queries().summaryWithSignificance(), baselines);
  }
}
