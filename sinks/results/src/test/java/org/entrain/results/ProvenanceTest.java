package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.block;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.joint;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.tested;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.common.InvalidInputException;
import org.entrain.results.Provenance.From;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row leads to what it came from, in every store. */
@ParameterizedClass
@EnumSource(TestStore.class)
class ProvenanceTest {

  private static final Map<String, String> SETTINGS =
      Map.of("preset", "strict", "folds", "runs-or-5", "pca", "none");

  @Parameter TestStore stores;
  @TempDir Path folder;
  private ResultStore results;
  private ResultSink sink;

  @BeforeEach
  void open() {
    results = stores.open(folder);
    sink = results.sink();
    apply("entrain.checkpoints", 0, 7, checkpoint("m", 0, "i"));
    apply("entrain.plans", 2, 11, plan("u", "i", 0, 1));
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void row_leadsToDataCheckpointSettingsProgramAndRecords() {
    Map<String, String> stored = new TreeMap<>(SETTINGS);
    stored.put(StoredKeys.DATASET, "tale");
    stored.put(StoredKeys.SIMULATED, "true");
    stored.put(StoredKeys.STIMULUS, "story");
    stored.put(StoredKeys.ANNOTATIONS, "table-hash");
    sink.putSettings(stored);
    apply("entrain.scores", 3, 41, computed(block("u", 1, "F", 0, 2, 4, 0.1, "s")));
    apply("entrain.scores", 3, 57, computed(block("u", 1, "F", 2, 2, 4, 0.1, "s")));

    Provenance row = results.queries().provenance("m@0/1/F:2:1");

    assertThat(row.name()).isEqualTo("m@0/1/F");
    assertThat(row.scores()).hasSize(1);
    assertThat(row.scores().get(0).voxel()).isEqualTo(2);
    assertThat(row.scores().get(0).fold()).isEqualTo(1);
    assertThat(row.scores().get(0).r()).isCloseTo(0.121, within(1e-12));
    assertThat(row.scores().get(0).lambda()).isEqualTo(Events.LAMBDAS.get(3));
    assertThat(row.data())
        .isEqualTo(new Provenance.Data("tale", true, "story", "recording", 10, 3, "table-hash"));
    assertThat(row.checkpoint())
        .isEqualTo(new Provenance.Source(SourceKind.WEIGHTS, "gpt_neox", "", "f-i", "i", "u"));
    assertThat(row.settings()).isEqualTo(SETTINGS);
    assertThat(row.fit().settings()).isEqualTo("s");
    assertThat(row.fit().codeVersion()).isEqualTo("entrain 1, commit abc");
    assertThat(row.fit().libraries()).isEqualTo("BLAS 2, JDK 17");
    assertThat(row.records())
        .containsExactly(
            new From("scores", "entrain.scores", "m@0/1/initial/F", 3, 41L, 57L),
            new From("features", "entrain.features", "m@0/1", 1, 100L, 160L),
            byKey("activations", "activations", "m@0"),
            new From("plan", "entrain.plans", "m@0", 2, 11L, 11L),
            new From("checkpoint", "entrain.checkpoints", "m@0", 0, 7L, 7L),
            byKey("recording", "recordings", "F"),
            byKey("words", "words", "story"),
            byKey("clock", "clock", "story"));
    assertThat(results.queries().provenance("m@0/1/F:2").scores()).hasSize(Events.FOLDS);
    assertThat(results.queries().provenance(row.fit().fit()).orElseThrow().records())
        .isEqualTo(row.records());
    assertThat(results.queries().provenance(99)).isEmpty();
  }

  @Test
  void earlierEvents_lackProgramAndPositions_andTheTextSaysSo() {
    sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0, 1), fit("u", 0, "F", 1, 0.1)));

    Provenance row = results.queries().provenance("m@0/0/F");

    assertThat(row.fit().codeVersion()).isNull();
    assertThat(row.fit().libraries()).isNull();
    assertThat(row.records()).extracting(From::firstOffset).containsOnlyNulls();
    assertThat(row.records().get(1)).isEqualTo(byKey("features", "features", "m@0/0"));
    assertThat(ProvenanceText.of(row))
        .contains("  version      not recorded (made before this version)\n")
        .contains("  features     entrain.features, key m@0/0, offsets not kept\n");
  }

  @Test
  void pca_leadsToActivationsAlone() {
    sink.apply(
        batch(
            Score.newBuilder(computed(fit("u", 0, "F", 1, 0.1)))
                .setInputTopic("entrain.activations")
                .build(),
            fit("u", 1, "F", 1, 0.1)));
    sink.putSettings(Map.of("pca", "5"));
    assertThat(results.queries().provenance("m@0/0/F").records())
        .contains(new From("activations", "entrain.activations", "m@0", 1, 100L, 160L))
        .extracting(From::what)
        .doesNotContain("features");
    assertThat(results.queries().provenance("m@0/1/F").records())
        .contains(byKey("activations", "activations", "m@0"))
        .extracting(From::what)
        .doesNotContain("features");
  }

  @Test
  void variants_leadToTheirRemovalAndToTheKeyOfTheirScores() {
    Removal removal =
        Removal.newBuilder()
            .setUnit("u")
            .setModel("m")
            .setStep(0)
            .setLayer(0)
            .setProperty("Tense")
            .setLabels("l")
            .setCoding("one-hot")
            .setMethod("ridge")
            .setClasses(List.of("Past", "Pres"))
            .setWordClasses(ByteBuffer.allocate(0))
            .setTheta(ByteBuffer.allocate(0))
            .setIntercept(ByteBuffer.allocate(0))
            .setLambda(10)
            .build();
    sink.apply(
        batch(
            Score.newBuilder(fit("u", 0, "F", 1, 0.1)).setVariant("Tense").build(),
            joint(fit("u", 0, "F", 1, 0.1), 1, 0.6, 0),
            removal));

    Provenance tense = results.queries().provenance("m@0/0/F/Tense");
    assertThat(tense.removal().orElseThrow().method()).isEqualTo("ridge");
    assertThat(tense.records())
        .contains(
            byKey("removal", "removals", "m@0/0/Tense"),
            byKey("annotations", "annotations", "story"));
    assertThat(ProvenanceText.of(tense))
        .contains("\nremoval\n", "  method    ridge\n", "  coding    one-hot of Past,Pres\n");
    Provenance joined = results.queries().provenance("m@0/0/F/with-word-rate");
    assertThat(joined.removal()).isEmpty();
    assertThat(joined.records().get(0)).isEqualTo(byKey("scores", "scores", "m@0/0/initial/F"));
  }

  @Test
  void baseline_hasNoFeaturesToLeadTo() {
    sink.apply(
        batch(
            checkpoint("baseline-word-rate", 0, "w", SourceKind.WORD_RATE),
            plan("x", "w", 0),
            fit("x", 0, "F", 1, 0.1)));
    assertThat(results.queries().provenance("baseline-word-rate@0/0/F").records())
        .extracting(From::what)
        .containsExactly("scores", "plan", "checkpoint", "recording", "words", "clock");
  }

  @Test
  void equalWeights_areNamedByEachOther() {
    sink.apply(batch(checkpoint("copy", 5, "i"), tested(fit("u", 0, "F", 1, 0.1), .01)));
    Provenance copy = results.queries().provenance("copy@5/0/F:0");
    assertThat(copy.otherNames()).containsExactly("m@0/0/F");
    assertThat(copy.records()).contains(byKey("scores", "scores", "m@0/0/initial/F"));
    assertThat(copy.scores().get(0).p()).hasValue(.01);
    assertThat(ProvenanceText.of(copy)).contains("m@0/0/F (equal weights)", ", p 0.01\n");
  }

  @Test
  void unknownRow_isRefused() {
    assertThatThrownBy(() -> results.queries().provenance("m@0/0/F"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there are none yet");
  }

  @Test
  void namesThatATerminalWouldObey_arePrintedHarmless() {
    sink.apply(batch(fit("u", 0, "F\u001b[2J\n", 1, 0.1)));
    assertThat(ProvenanceText.of(results.queries().provenance(0).orElseThrow()))
        .contains("F?[2J?")
        .doesNotContain("\u001b");
  }

  private static Score computed(Score score) {
    return Score.newBuilder(score)
        .setCodeVersion("entrain 1, commit abc")
        .setLibraries("BLAS 2, JDK 17")
        .setInputTopic("entrain.features")
        .setInputPartition(1)
        .setInputFirstOffset(100)
        .setInputLastOffset(160)
        .build();
  }

  private static From byKey(String what, String topic, String key) {
    return new From(what, "entrain." + topic, key, null, null, null);
  }

  private void apply(String topic, int partition, long offset, SpecificRecord... events) {
    Origin origin = new Origin(topic, partition, offset, 1234);
    sink.apply(
        new ResultBatch(
            Arrays.stream(events).map(event -> new ReadEvent(event, origin)).toList(), Map.of()));
  }
}
