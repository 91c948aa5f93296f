package org.entrain.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.entrain.app.Refusal;
import org.entrain.math.BandSearch;
import org.entrain.math.Classification;
import org.entrain.math.Criterion;
import org.entrain.math.EncodingPreset;
import org.entrain.math.EncodingSettings;
import org.entrain.math.FoldScheme;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.PenaltyScope;
import org.entrain.math.Significance;
import org.entrain.math.TestScaling;
import org.entrain.models.LanguageModels;
import org.entrain.models.text.ContextPolicy;
import org.entrain.models.text.Representation;
import org.entrain.planner.WordAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingResolverTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lags=0,1,2 | lags | 0-2",
        "lags=1,2 | lags | 1-2",
        "lags=0,2-3 | lags | 0,2,3",
        "layers=0,2,4 | layers | 0,2,4",
        "layers=ALL | layers | all",
        "lambdas=1e-2..1e+2 | lambdas | 1e-2..1e2",
        "lambdas=0.1,1,10 | lambdas | 1e-1..1e1",
        "lambdas=0.5,3 | lambdas | 0.5,3.0",
        "lambdas=1e-2..1e4/13 | lambdas | 1e-2..1e4/13",
        "lambdas=0.01 .. 10000 / 13 | lambdas | 1e-2..1e4/13",
        "lambdas=1e-2..1e4/7 | lambdas | 1e-2..1e4",
        "lambdas=1,100,10000 | lambdas | 1e0..1e4/3",
        "lambdas=0.5..8/5 | lambdas | 0.5..8.0/5",
        "folds=runs | folds | runs",
        "folds=Runs:04 | folds | runs:4",
        "folds=runs-or-5 | folds | runs-or-5",
        "inner.folds=runs | inner.folds | runs",
        "inner.gap=7 | inner.gap | 7",
        "criterion=Run-MSE | criterion | run-mse",
        "lambda.scope=region | lambda.scope | region",
        "intercept=yes | intercept | yes",
        "test.zscore=OWN | test.zscore | own",
        "drifts=runs | drifts | runs",
        "permutations=0 | permutations | 0",
        "permutation.block=20 | permutation.block | 20",
        "permutation.maximum=yes | permutation.maximum | yes",
        "pca=10 | pca | 10",
        "word.tr=Preceding | word.tr | preceding",
        "gap= 3 | gap | 3",
        "context=Words:020 | context | words:20",
        "context=FULL | context | full",
        "context=tokens | context | tokens",
        "context=tokens:20 | context | tokens",
        "context=Tokens:020 | context.tokens | 20",
        "representation=Mean | representation | mean",
        "model.memory=5120M | model.memory | 5g",
        "model.memory=1500m | model.memory | 1500m",
        "model.memory=1 k | model.memory | 1k"
      })
  void assignment_ofAGoodValue_isKeptInItsCanonicalForm(
      String assignment, String name, String value) {
    assertThat(resolve(assignment).values()).containsEntry(name, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lags=4-0",
        "lags=1,1",
        "lags=-1",
        "lags=",
        "lags=0-99999999",
        "lambdas=1,0.5",
        "lambdas=0",
        "lambdas=1e5..1e2",
        "lambdas=NaN",
        "folds=1",
        "folds=many",
        "folds=runs:1",
        "folds=runs-or-",
        "inner.folds=1",
        "inner.gap=-1",
        "criterion=r2",
        "lambda.scope=cluster",
        "intercept=maybe",
        "test.zscore=none",
        "drifts=none",
        "permutations=-1",
        "permutation.block=0",
        "pca=0",
        "context.tokens=0",
        "gap=x",
        "embedding.batch=100000",
        "context=words",
        "context=words:0",
        "context=tokens:0",
        "context=tokens:",
        "context=all",
        "representation=first",
        "model.memory=5",
        "model.memory=0g",
        "model.memory=9999999t",
        "model.memory=5gb"
      })
  void assignment_ofABadValue_namesKeyExpectedAndFound(String assignment) {
    String[] parts = assignment.split("=", 2);

    assertThatThrownBy(() -> resolve(assignment))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("--set: " + parts[0], "expected", "found '" + parts[1] + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lambdas=0,1 | value 0 is not positive: 0.0",
        "lambdas=1,-2 | value 1 is not positive: -2.0",
        "lambdas=1,NaN | value 1 is not positive: NaN",
        "lambdas=1,1e400 | value 1 is not positive: Infinity",
        "lambdas=1,0.5 | not increasing: 0.5 after 1.0",
        "lambdas=1e4..1e-2/13 | not increasing",
        "lambdas=1..1/3 | not increasing: 1.0 after 1.0",
        "lambdas=-1..10/3 | value 0 is not positive: -1.0",
        "lambdas=1..10/128 | 128 is not from 2 to 127",
        "lambdas=1e-100..1e100 | 201 values",
        "folds=runs:1 | 1 is not from 2",
        "permutations=2000000 | 2000000 is not from 0 to 1000000",
        "permutation.block=0 | 0 is not from 1",
        "lags=1,1 | not increasing: 1,1"
      })
  void assignment_ofABadValue_saysWhatIsWrongWithItsNumber(String assignment, String detail) {
    assertThatThrownBy(() -> resolve(assignment))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("(" + detail);
  }

  @Test
  void assignment_ofABadValue_namesTheValueOfThePresetInForce() {
    assertThatThrownBy(
            () -> SettingResolver.resolve("toneva-wehbe", null, Map.of(), List.of("pca=0")))
        .hasMessageContaining("in preset toneva-wehbe: 10.");
    assertThatThrownBy(() -> SettingResolver.resolve(null, "paper", Map.of(), List.of("threads=x")))
        .hasMessageContaining("in preset paper: cores.");
  }

  @Test
  void lambdas_aRangeWithACount_areSpacedByEqualFactors() {
    List<Double> lambdas = resolve("lambdas=1e-2..1e4/13").fit().penalty().lambdas();

    assertThat(lambdas).hasSize(13).startsWith(0.01).endsWith(1e4).contains(0.1, 1.0, 1000.0);
    for (int i = 1; i < lambdas.size(); i++) {
      assertThat(lambdas.get(i) / lambdas.get(i - 1)).isCloseTo(Math.sqrt(10), within(1e-12));
    }
  }

  @Test
  void bands_areSearchedForWithTheSeed() {
    assertThat(resolve("bands.samples=7").encoding().bands()).isNull();
    assertThat(resolve("bands=word-rate", "bands.samples=7", "seed=9").encoding().bands())
        .isEqualTo(BandSearch.of(7, 9));
  }

  @Test
  void everyChoiceOfAFit_isASetting() {
    EncodingSettings fit =
        resolve(
                "folds=runs:3",
                "gap=2",
                "inner.folds=runs-or-4",
                "inner.gap=3",
                "lambdas=1,10",
                "criterion=run-mse",
                "lambda.scope=all",
                "intercept=yes",
                "test.zscore=own",
                "drifts=runs",
                "permutations=500",
                "permutation.block=12",
                "permutation.maximum=yes",
                "classification.draws=300",
                "classification.rows=15",
                "seed=9")
            .fit();

    assertThat(fit)
        .isEqualTo(
            new EncodingSettings(
                FoldScheme.grouped(3),
                2,
                new PenaltyChoice(
                    List.of(1.0, 10.0),
                    FoldScheme.perRunOr(4),
                    3,
                    Criterion.RUN_MSE,
                    PenaltyScope.ALL,
                    true),
                TestScaling.OWN,
                false,
                new Significance(500, 12, 9, true),
                new Classification(300, 15, 9)));
  }

  @Test
  void stateOfAnEarlierRelease_staysOnItsPreset() {
    Settings settings = SettingResolver.resolve(null, "paper", Map.of("folds", "5"), List.of());

    assertThat(settings.preset()).isEqualTo("paper");
    assertThat(settings.fit()).isEqualTo(EncodingPreset.PAPER.fit());
  }

  @Test
  void context_thatIsNone_isRefusedWithAllThereAre() {
    assertThatThrownBy(() -> resolve("context=sentence", "representation=max"))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("tokens, words:N", "full", "last or mean");
  }

  @Test
  void tokensOfAnotherContext_areRefused() {
    assertThatThrownBy(() -> resolve("context=words:20", "context.tokens=20"))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("context.tokens", "context=words:20", "found 20");
    assertThatThrownBy(() -> resolve("context.tokens=20", "context=tokens:30"))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("context.tokens", "context=tokens:30", "found 20");
    assertThatThrownBy(
            () ->
                SettingResolver.resolve(
                    null, "paper", Map.of("context", "full"), List.of("context.tokens=20")))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("context.tokens", "context=full");
  }

  @Test
  void contexts_laterOnes_win() {
    assertThat(resolve("context=tokens:20", "context=tokens:30").context())
        .isEqualTo(ContextPolicy.ofTokens(30));
    assertThat(resolve("context=tokens:20", "context=full").values())
        .containsEntry("context", "full")
        .containsEntry("context.tokens", "50");
    assertThat(resolve("context.tokens=20", "context=tokens:20").context())
        .isEqualTo(ContextPolicy.ofTokens(20));
  }

  @Test
  void severalFaults_areNamedInOneMessage() {
    assertThatThrownBy(() -> resolve("lag=1", "folds=0", "nonsense"))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll(
            "'lag'", "nearest is 'lags'", "folds", "found '0'", "key=value", "nonsense");
  }

  @Test
  void unknownPreset_namesThoseThereAre() {
    assertThatThrownBy(() -> SettingResolver.resolve("lenient", null, Map.of(), List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("--preset", "'lenient'", "strict", "leave-one-run-out");
  }

  @Test
  void stateWithoutPresetAsked_keepsItsValues() {
    Settings settings =
        SettingResolver.resolve(
            null, "published-causal", Map.of("lags", "2-3"), List.of("threads=1"));

    assertThat(settings.preset()).isEqualTo("published-causal");
    assertThat(settings.values()).containsEntry("lags", "2-3").containsEntry("pca", "10");
    assertThat(settings.pinned()).doesNotContainKey("threads");
    assertThat(settings.threads()).isEqualTo(1);
  }

  @Test
  void kafkaSettings_arePassedOnAndNeverStored() {
    Settings settings = resolve("kafka.ssl.truststore.location=place");

    assertThat(settings.kafka()).containsExactly(Map.entry("ssl.truststore.location", "place"));
    assertThat(settings.stored().toString()).doesNotContain("place");
  }

  @Test
  void defaults_becomeTheSettingsOfEveryStage() {
    Settings settings = resolve();

    assertThat(settings.planner().lags()).containsExactly(0, 1, 2, 3, 4);
    assertThat(settings.planner().context()).isEqualTo(ContextPolicy.ofTokens(50));
    assertThat(settings.planner().representation()).isEqualTo(Representation.LAST);
    assertThat(settings.planner().layers()).isEmpty();
    assertThat(settings.planner().wordAssignment()).isEqualTo(WordAssignment.CONTAINING);
    assertThat(settings.fit()).isEqualTo(EncodingPreset.STRICT.fit());
    assertThat(settings.fit().penalty().lambdas()).hasSize(17).startsWith(1e-6).endsWith(1e10);
    assertThat(settings.encoding().pcaComponents()).isZero();
    assertThat(resolve("context=words:20").context()).isEqualTo(ContextPolicy.ofWords(20));
    assertThat(resolve("context=full").context()).isEqualTo(ContextPolicy.full());
    assertThat(resolve("context.tokens=20").context()).isEqualTo(ContextPolicy.ofTokens(20));
    assertThat(resolve("representation=mean").representation()).isEqualTo(Representation.MEAN);
    assertThat(settings.modelMemory()).isEqualTo(LanguageModels.USUAL_RESIDENT_BYTES);
    assertThat(resolve("folds=runs").fit().folds()).isEqualTo(FoldScheme.perRun());
  }

  private static Settings resolve(String... assignments) {
    return SettingResolver.resolve(null, null, Map.of(), List.of(assignments));
  }
}
