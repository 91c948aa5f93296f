package org.entrain.models.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.entrain.models.Pass;
import org.entrain.models.TokenizedText;
import org.junit.jupiter.api.Test;

class PassPlanTest {

  private static final int[] LAYERS = {0, 1};

  @Test
  void windows_ofEqualLength_areBatchesInTheirOrder() {
    TokenizedText text = TestTexts.oneTokenWords(50 + 99);
    Passage passage = passages("tokens:50", text, 100, 0).get(0);

    List<PassPlan> plans = PassPlan.of(passage, LAYERS, 32);

    assertThat(plans).extracting(plan -> plan.pass().sequences()).containsExactly(32, 32, 32, 4);
    Pass second = plans.get(1).pass();
    assertThat(second.length()).isEqualTo(50);
    for (int i = 0; i < 32; i++) {
      assertThat(Arrays.copyOfRange(second.tokens(), i * 50, (i + 1) * 50))
          .containsExactly(IntStream.range(32 + i, 82 + i).toArray());
    }
    assertThat(second.targets()).containsExactly(IntStream.range(82, 114).toArray());
    assertThat(second.predictors())
        .containsExactly(IntStream.rangeClosed(1, 32).map(i -> 50 * i - 1).toArray());
    // The text ends with the last window.
    assertThat(plans.get(3).pass().targets()).containsExactly(146, 147, 148);
  }

  @Test
  void windows_ofOneSegment_areOneSequence() {
    TokenizedText text = TestTexts.oneTokenWords(1000);

    List<PassPlan> plans =
        passages("full", text, 1, 100).stream()
            .flatMap(passage -> PassPlan.of(passage, LAYERS, 32).stream())
            .toList();

    // The first 100, then 50 each.
    assertThat(plans).hasSize(19).allMatch(plan -> plan.pass().sequences() == 1);
    assertThat(plans).extracting(plan -> plan.pass().length()).containsOnly(100);
    assertThat(plans.stream().mapToInt(PassPlan::windows).toArray()).startsWith(100, 50, 50);
    assertThat(plans.stream().mapToInt(plan -> plan.pass().targets().length).sum()).isEqualTo(999);
  }

  @Test
  void windows_thatEndWithinAWord_areOneSequence() {
    // Words of 3, 1, 2, 2 tokens; two at a time: 3, 3 + 1, 1 + 2, 2 + 2 tokens.
    TokenizedText text =
        new TokenizedText(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, new int[] {3, 4, 6, 8});
    Passage passage = passages("words:2", text, 100, 0).get(0);

    List<PassPlan> plans = PassPlan.of(passage, LAYERS, 32);

    // The first two words begin together.
    assertThat(plans).hasSize(2);
    assertThat(plans.get(0).pass().tokens()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(plans.get(0).pass().length()).isEqualTo(4);
    assertThat(plans.get(0).words()).containsExactly(0, 1, 3);
    assertThat(plans.get(0).pass().states()).containsExactly(2, 3, 7);
    assertThat(plans.get(0).pass().targets()).containsExactly(1, 2, 3, 4, 7);
    assertThat(plans.get(1).pass().tokens()).containsExactly(3, 4, 5);
    assertThat(plans.get(1).pass().states()).containsExactly(2);
    assertThat(plans.get(1).pass().predictors()).containsExactly(1, 2);
    assertThat(plans.get(1).pass().targets()).containsExactly(5, 6);
  }

  @Test
  void sequences_thatAreLong_fillNoPassBeyondItsBound() {
    TokenizedText text = TestTexts.oneTokenWords(2100);

    List<PassPlan> plans = PassPlan.of(passages("tokens:1500", text, 5, 0).get(0), LAYERS, 32);
    List<PassPlan> huge = PassPlan.of(passages("tokens:2098", text, 5, 0).get(0), LAYERS, 32);

    assertThat(plans).extracting(plan -> plan.pass().sequences()).containsExactly(2, 2, 1);
    assertThat(huge).extracting(plan -> plan.pass().sequences()).containsExactly(1, 1, 1);
  }

  private static List<Passage> passages(
      String policy, TokenizedText text, int windows, int maxPositions) {
    return new PassagePlanner(ContextPolicy.parse(policy), Representation.LAST, windows)
        .plan(text, 0, "config.json", maxPositions);
  }
}
