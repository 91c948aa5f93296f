package org.entrain.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.entrain.app.Refusal;
import org.entrain.math.FoldScheme;
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
        "folds=runs | folds | runs",
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
    assertThatThrownBy(() -> SettingResolver.resolve("strict", null, Map.of(), List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("--preset", "'strict'", "leave-one-run-out");
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
    Settings settings = resolve("kafka.sasl.jaas.config=secret");

    assertThat(settings.kafka()).containsExactly(Map.entry("sasl.jaas.config", "secret"));
    assertThat(settings.stored().toString()).doesNotContain("secret");
  }

  @Test
  void paper_becomesTheSettingsOfEveryStage() {
    Settings settings = resolve();

    assertThat(settings.planner().lags()).containsExactly(0, 1, 2, 3, 4);
    assertThat(settings.planner().context()).isEqualTo(ContextPolicy.ofTokens(50));
    assertThat(settings.planner().representation()).isEqualTo(Representation.LAST);
    assertThat(settings.planner().layers()).isEmpty();
    assertThat(settings.planner().wordAssignment()).isEqualTo(WordAssignment.CONTAINING);
    assertThat(settings.fit().folds()).isEqualTo(FoldScheme.contiguous(5));
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
