package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.failed;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.part;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.progress;
import static org.entrain.schemas.avro.SteeringTarget.CHECKPOINT;
import static org.entrain.schemas.avro.SteeringTarget.PARTICIPANT;

import java.nio.file.Path;
import java.util.List;
import org.entrain.results.Accounting.Failure;
import org.entrain.results.Accounting.Trs;
import org.entrain.results.Accounting.Units;
import org.entrain.results.Accounting.Words;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Means, warnings, the table, and the identities of the accounting. */
@ParameterizedClass
@EnumSource(TestStore.class)
class SummaryTest {

  @Parameter TestStore stores;
  @TempDir Path folder;
  private ResultStore results;
  private ResultSink sink;

  @BeforeEach
  void open() {
    results = stores.open(folder);
    sink = results.sink();
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void mean_ofParticipantsOfUnequalSize_weighsParticipantsEqually() {
    sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0, 1)));
    sink.apply(batch(fit("u", 0, "F", 1, 0.1), fit("u", 0, "G", 3, 0.3), fit("u", 1, "F", 1, 0.0)));
    CheckpointSummary checkpoint = results.queries().summary().checkpoints().get(0);
    double f = 0.1 + 0.0005;
    double g = 0.3 + 0.01 + 0.0005;
    assertThat(checkpoint.layers().get(0).meanR()).isCloseTo((f + g) / 2, within(1e-15));
    assertThat(checkpoint.layers().get(0).byParticipant().get("G")).isCloseTo(g, within(1e-15));
    assertThat(checkpoint.best().orElseThrow().layer()).isZero();
  }

  @Test
  void shares_aboveThreshold_areWarnings() {
    sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0, 1)));
    Score edge =
        Score.newBuilder(fit("u", 1, "F", 1, 0)).setHighEndShare(List.of(0.02, 0.4)).build();
    sink.apply(batch(fit("u", 0, "F", 1, 0), edge));
    assertThat(results.queries().summary().edgeWarnings())
        .containsExactly(new EdgeWarning("m", 0, 1, "initial", "F", 0, 0.4));
  }

  @Test
  void table_ofCheckpointsAndBaselines_isReadable() {
    sink.apply(
        batch(
            checkpoint("pythia-mini", 0, "i"),
            checkpoint("pythia-mini", 512, "j"),
            checkpoint("baseline-word-rate", 0, "w", SourceKind.WORD_RATE),
            plan("u", "i", 0, 1),
            plan("v", "j", 0, 1),
            plan("x", "w", 0)));
    Score edge = Score.newBuilder(fit("v", 0, "G", 1, 0.2)).setHighEndShare(List.of(0.4)).build();
    sink.apply(
        batch(fit("u", 0, "F", 1, 0.01), fit("v", 1, "F", 1, 0.25), fit("v", 0, "F", 1, 0.2)));
    sink.apply(batch(edge, fit("x", 0, "F", 1, 0.05), part("v", 2, 20, -60)));
    assertThat(SummaryTable.render(results.queries().summary(), true))
        .isEqualTo(
            """
            pythia-mini, initial: mean r over voxels, folds and participants (* best layer)
            step          layer 0  layer 1  perplexity
            0             0.0105*        -           -
            512           0.2005   0.2505*       20.09
            Best by participant:
              F                       r 0.2505 at step 512, layer 1
              G                       r 0.2005 at step 512, layer 0

            Baselines: mean r (best layer)
              baseline-word-rate          0.0505

            Warning: lambda is at the upper end of its grid for more than 5 % of the voxels of 1 fit.
              Most: 40 % (pythia-mini@512, layer 0, G).
            """);
  }

  @Test
  void table_ofManyLayersAndLongNames_staysWithin100Columns() {
    int[] layers = new int[25];
    sink.apply(batch(checkpoint("a-very-long-name-of-a-model/".repeat(5), 143_000, "i")));
    for (int layer = 0; layer < layers.length; layer++) {
      layers[layer] = layer;
      sink.apply(batch(fit("u", layer, "participant-".repeat(8), 1, layer / 100.0)));
    }
    sink.apply(batch(plan("u", "i", layers)));
    String table = SummaryTable.render(results.queries().summary(), true);
    assertThat(table.lines()).allMatch(line -> line.length() <= 100);
    assertThat(table).contains("layer 24").contains("0.2405*");
  }

  @Test
  void accounting_atEveryPointOfARun_addsUp() {
    assertAddsUp(0);
    sink.apply(batch(checkpoint("m", 0, "i"), checkpoint("m", 1, "i"), checkpoint("m", 2, "j")));
    sink.apply(batch(checkpoint("m", 3, "k"), checkpoint("m", 4, "l")));
    assertAddsUp(4);
    sink.apply(
        batch(
            plan("u", "i", 0, 1),
            plan("v", "j", 0, 1),
            failed(plan("x", "k", 0), "tokenizer missing"),
            plan("y", "l", 0)));
    assertAddsUp(4);
    sink.apply(batch(fit("u", 0, "F", 1, 0), fit("u", 1, "F", 1, 0), fit("v", 0, "F", 1, 0)));
    assertAddsUp(4);
    assertThat(results.queries().accounting().units()).isEqualTo(new Units(4, 1, 1, 2, 0, 0));
    sink.apply(batch(fit("u", 0, "G", 1, 0)));
    assertThat(results.queries().accounting().units()).isEqualTo(new Units(4, 0, 1, 3, 0, 0));
    sink.apply(batch(fit("u", 1, "G", 1, 0), fit("v", 0, "G", 1, 0)));
    sink.apply(batch(fit("v", 1, "F", 1, 0), fit("v", 1, "G", 1, 0)));
    sink.apply(batch(progress("embedding", "y", "0", WorkState.FAILED, 2)));
    assertAddsUp(4);

    Accounting accounting = results.queries().accounting();
    assertThat(accounting.units()).isEqualTo(new Units(4, 2, 2, 0, 0, 0));
    assertThat(accounting.words()).isEqualTo(new Words(40, 14, 6, 20, 0));
    assertThat(accounting.trs()).isEqualTo(new Trs(6, 4, 2));
    assertThat(accounting.failures())
        .containsExactly(
            new Failure("embedding", "m@0", "0", "weights are truncated"),
            new Failure("planner", "m@0", "", "tokenizer missing"));
  }

  @Test
  void accounting_ofPausedAndCancelledWork_callsItNeitherOpenNorFailed() {
    sink.apply(
        batch(
            checkpoint("m", 0, "i"),
            checkpoint("m", 1, "i"),
            checkpoint("m", 2, "j"),
            checkpoint("m", 3, "k"),
            checkpoint("m", 4, "l")));
    sink.apply(batch(plan("u", "i", 0), plan("v", "j", 0), plan("w", "k", 0)));
    sink.apply(batch(fit("u", 0, "F", 1, 0)));
    sink.apply(
        batch(
            wanted(CHECKPOINT, "m@2", WantedState.PAUSED),
            wanted(CHECKPOINT, "m@3", WantedState.CANCELLED),
            wanted(CHECKPOINT, "m@4", WantedState.PAUSED)));
    assertThat(results.queries().accounting().units()).isEqualTo(new Units(4, 1, 0, 0, 2, 1));

    // A unit of two names goes on for the one; a participant's fits go on without another's.
    sink.apply(batch(wanted(CHECKPOINT, "m@0", WantedState.CANCELLED)));
    sink.apply(batch(fit("v", 0, "G", 1, 0)));
    assertThat(results.queries().accounting().units()).isEqualTo(new Units(4, 0, 0, 1, 2, 1));
    sink.apply(batch(wanted(PARTICIPANT, "G", WantedState.PAUSED)));
    assertThat(results.queries().accounting().units()).isEqualTo(new Units(4, 0, 0, 0, 3, 1));
    sink.apply(batch(wanted(PARTICIPANT, "G", WantedState.CANCELLED)));
    assertThat(results.queries().accounting().units()).isEqualTo(new Units(4, 0, 0, 0, 2, 2));
    sink.apply(
        batch(
            wanted(PARTICIPANT, "G", WantedState.ACTIVE),
            wanted(CHECKPOINT, "m@3", WantedState.ACTIVE)));
    assertThat(results.queries().accounting().units()).isEqualTo(new Units(4, 0, 0, 2, 2, 0));
    assertAddsUp(4);
  }

  private static Steering wanted(SteeringTarget target, String name, WantedState state) {
    return Events.steering(target, name, state, 1);
  }

  private void assertAddsUp(long announced) {
    Accounting accounting = results.queries().accounting();
    Units units = accounting.units();
    Words words = accounting.words();
    assertThat(units.announced()).isEqualTo(announced);
    assertThat(units.announced())
        .isEqualTo(
            units.scored() + units.failed() + units.open() + units.paused() + units.cancelled());
    assertThat(words.in())
        .isEqualTo(words.embedded() + words.skipped() + words.failed() + words.open());
    assertThat(accounting.trs().in())
        .isEqualTo(accounting.trs().kept() + accounting.trs().trimmed());
  }
}
