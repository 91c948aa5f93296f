package org.entrain.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingSettingsTest {

  @Test
  void presets_named_keepEveryPublishedChoice() {
    EncodingPreset paper = EncodingPreset.named("paper");
    assertThat(paper.lags().trs()).containsExactly(0, 1, 2, 3, 4);
    assertThat(paper.fit().folds()).isEqualTo(FoldScheme.contiguous(5));
    assertThat(paper.fit().gap()).isEqualTo(5);
    assertThat(paper.fit().penalty().folds().count()).isEqualTo(10);
    assertThat(paper.fit().penalty().lambdas()).hasSize(17).startsWith(1e-6).endsWith(1e10);
    assertThat(paper.pcaComponents()).isZero();

    EncodingPreset causal = EncodingPreset.named("published-causal");
    assertThat(causal.lags().trs()).containsExactly(0, 1, 2, 3);
    assertThat(causal.pcaComponents()).isEqualTo(10);
    assertThat(causal.fit().penalty().lambdas()).hasSize(16).endsWith(1e9);

    EncodingPreset tonevaWehbe = EncodingPreset.named("toneva-wehbe");
    assertThat(tonevaWehbe.lags().trs()).containsExactly(1, 2, 3, 4);
    assertThat(tonevaWehbe.fit().folds()).isEqualTo(FoldScheme.contiguous(4));
    assertThat(tonevaWehbe.zScorePerRun()).isTrue();
    assertThat(tonevaWehbe.firstWordsLeftOut()).isEqualTo(20);

    EncodingPreset perRun = EncodingPreset.named("leave-one-run-out");
    assertThat(perRun.fit().folds()).isEqualTo(FoldScheme.perRun());
    assertThat(perRun.fit().gap()).isZero();
    assertThatThrownBy(() -> EncodingPreset.named("other"))
        .hasMessageContaining("'other'")
        .hasMessageContaining("toneva-wehbe");
  }

  @Test
  void lambdas_notPositiveOrNotIncreasing_areRefused() {
    assertThatThrownBy(() -> settings(List.of(0.0))).hasMessageContaining("not positive: 0.0");
    assertThatThrownBy(() -> settings(List.of(Double.NaN))).hasMessageContaining("NaN");
    assertThatThrownBy(() -> settings(List.of(2.0, 1.0))).hasMessageContaining("1.0 after 2.0");
    assertThatThrownBy(() -> settings(List.of())).hasMessageContaining("not 0");
  }

  @Test
  void lambdas_changedAfterwards_stay() {
    List<Double> lambdas = new ArrayList<>(List.of(1.0));
    EncodingSettings settings = settings(lambdas);
    lambdas.set(0, 5.0);
    assertThat(settings.penalty().lambdas()).containsExactly(1.0);
  }

  @Test
  void counts_impossible_areRefused() {
    assertThatThrownBy(() -> FoldScheme.contiguous(1)).hasMessageContaining("1");
    assertThatThrownBy(
            () ->
                EncodingSettings.protocol(
                    FoldScheme.perRun(), -1, PenaltyChoice.protocol(List.of(1.0), 10)))
        .hasMessageContaining("gap is negative: -1");
    assertThatThrownBy(
            () ->
                EncodingSettings.protocol(
                    FoldScheme.perRun(), 0, PenaltyChoice.protocol(List.of(1.0), 1)))
        .hasMessageContaining("2 or more: 1");
  }

  private static EncodingSettings settings(List<Double> lambdas) {
    return EncodingSettings.protocol(FoldScheme.perRun(), 0, PenaltyChoice.protocol(lambdas, 10));
  }
}
